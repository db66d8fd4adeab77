/** `npm run train` learns the table below, and saves the model that the server loads. */
import { openAsBlob } from 'node:fs';
import { saveModel } from '@nablajs/checkpoint';
import { trainTable } from '@nablajs/tables';

/** Your own table: a CSV file with column names at the top, and the column to predict. */
const [FILE, TARGET] = ['penguins.csv', 'species'];

console.log(`Learning to predict '${TARGET}' from the other columns of ${FILE} …`);
await using predictor = await trainTable(await openAsBlob(FILE), { target: TARGET, name: FILE });
await saveModel('model', await predictor.save());
console.log('Saved in the folder model. Now start the server: npm start');
