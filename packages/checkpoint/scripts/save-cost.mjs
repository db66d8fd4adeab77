// Measures what a checkpoint after every epoch costs with the network of `npm start` (784-532-10, 60,000 images). Takes
// turns between epochs during a save, epochs that wait for a save, and epochs without one; also times a save alone.
// Needs the built packages (npm run build).
//
//   node packages/checkpoint/scripts/save-cost.mjs [--rounds 3]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBackend } from '@nablajs/backend-wasm';
import { openCheckpointFolder } from '@nablajs/checkpoint';
import { Adam, Dense, dense, fit, Random, ReLU, Sequential, SGD, SoftmaxCrossEntropy } from '@nablajs/core';
import { ModelCheckpoint } from '@nablajs/core/callbacks';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const ROUNDS = Number(values.rounds);
const [ROWS, WIDTH, CLASSES] = [60_000, 784, 10];

/** As sparse as handwritten digits; 1,000 different ones. */
function images() {
  const random = new Random(3);
  const pixels = Float32Array.from({ length: 1000 * WIDTH }, () => Math.max(0, random.uniform() * 5 - 4));
  return {
    length: ROWS,
    inputShape: [WIDTH],
    batch(indices) {
      const x = new Float32Array(indices.length * WIDTH);
      indices.forEach((index, row) => {
        const image = (index % 1000) * WIDTH;
        x.set(pixels.subarray(image, image + WIDTH), row * WIDTH);
      });
      const y = Int32Array.from(indices, (index) => index % CLASSES);
      return { x: dense(x, [indices.length, WIDTH]), y: dense(y, [indices.length]) };
    },
  };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function timed(body) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await body();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
}

async function measure(name, optimizer, batchSize) {
  const backend = await createBackend();
  const layers = [new Dense(532), new ReLU(), new Dense(CLASSES)];
  const network = new Sequential(backend, { inputShape: [WIDTH], layers });
  const { config, dtype } = network;
  const folder = mkdtempSync(join(tmpdir(), 'nabla-save-cost-'));
  const store = await openCheckpointFolder(folder);
  const dataset = images();
  let state;
  const save = () => store.save(state, { model: { config, dtype } });
  const [beside, waiting] = [false, true].map(
    (waitForSave) =>
      new ModelCheckpoint({
        waitForSave,
        save: async (taken) => {
          state = taken;
          await save();
        },
      }),
  );
  /** Two of them: the save of the first goes on beside the second. */
  const epochs = (callbacks) =>
    fit(network, dataset, { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 2, batchSize, callbacks });

  await epochs([beside]);
  const kinds = [[], [beside], [waiting]].map((callbacks) => ({ callbacks, times: [] }));
  for (let round = 0; round < ROUNDS; round++)
    for (const { callbacks, times } of kinds) times.push((await timed(() => epochs(callbacks))).ms / 2);
  const alone = [];
  for (let round = 0; round < 20 * ROUNDS; round++) alone.push(await timed(save));
  const bytes = statSync(join(folder, (await store.list()).at(-1).name, 'tensors.safetensors')).size;
  await store.close();
  rmSync(folder, { recursive: true });
  await backend.dispose();
  const cpu = median(alone.map(({ cpuMs }) => cpuMs));
  const [epoch, saved, waited] = kinds.map(({ times }) => median(times));
  console.log(
    `${name}: an epoch takes ${epoch.toFixed(0)} ms, ${saved.toFixed(0)} ms during a save, ` +
      `${waited.toFixed(0)} ms if it waits for the save`,
  );
  console.log(
    `  a checkpoint of ${(bytes / 1e6).toFixed(1)} MB: ${cpu.toFixed(1)} ms of the processor, ` +
      `${((100 * cpu) / epoch).toFixed(2)} % of an epoch; ` +
      `on the disk after ${median(alone.map(({ ms }) => ms)).toFixed(1)} ms`,
  );
}

await measure('full batch, SGD', new SGD({ learningRate: 0.03 }), 'full');
await measure('batches of 128, Adam', new Adam({ learningRate: 0.001 }), 128);
