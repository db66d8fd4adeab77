/**
 * Trains on the photos, tests on those that it has not trained on, and saves the network in the folder `model`.
 *
 *     npm start                   the folder photos
 *     npm start -- my-photos      your own: one sub-folder for each class
 */
import { createBackend } from '@nablajs/backend-wasm';
import { saveModel } from '@nablajs/checkpoint';
import { trainOnFolder } from './train.js';

const [folder = 'photos'] = process.argv.slice(2);

const backend = await createBackend();
const { network, form, accuracy, tested } = await trainOnFolder(backend, folder, {
  onEpoch: (epoch, loss) => {
    if (epoch % 30 === 0) console.log(`Epoch ${epoch}: loss ${loss.toFixed(3)}`);
  },
});
console.log(`Right for ${(100 * accuracy).toFixed(0)} % of ${tested} photos that it had not seen.`);

const { config, dtype } = network;
await saveModel('model', { config, dtype, form, parameters: await network.parameters.read() });
console.log(`Saved in the folder model. Now predict: npm run predict -- ${folder}/…/….png`);
network.dispose();
await backend.dispose();
