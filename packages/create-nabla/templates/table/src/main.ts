/**
 * Trains networks on a table, tests them, says which columns matter, and saves them in the folder `model`.
 *
 *     npm start                          the penguins
 *     npm start -- houses.csv price      your own table, and the column to predict
 */
import { openAsBlob } from 'node:fs';
import { saveModel } from '@nablajs/checkpoint';
import { trainTable } from '@nablajs/tables';
import { qualityOf } from './quality.js';

const [file = 'penguins.csv', target = 'species'] = process.argv.slice(2);

console.log(`Learning to predict '${target}' from the other columns of ${file} …`);
await using predictor = await trainTable(await openAsBlob(file), { target, name: file });

const quality = qualityOf(predictor);
if ('accuracy' in quality) {
  console.log(`Right for ${(100 * quality.accuracy).toFixed(1)} % of ${quality.rows} rows that it had not seen.`);
} else {
  console.log(`Off by ${quality.meanError.toPrecision(3)} on average, for ${quality.rows} rows that it had not seen.`);
}

console.log('The columns that matter most:');
for (const { column } of (await predictor.importance()).slice(0, 3)) console.log(`  ${column}`);

await saveModel('model', await predictor.save());
console.log('Saved in the folder model. Now predict: npm run predict -- new.csv');
