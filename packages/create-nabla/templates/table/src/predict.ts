/** Predicts each row of a CSV file with the saved model: `npm run predict -- new.csv`. */
import { existsSync, openAsBlob } from 'node:fs';
import { predictTable } from './model.js';

const [file = 'new.csv'] = process.argv.slice(2);

if (!existsSync('model')) {
  console.error('There is no model yet. Train one: npm start');
  process.exit(1);
}
for (const [at, { prediction, probability }] of (await predictTable('model', await openAsBlob(file), file)).entries()) {
  const sure = probability === undefined ? '' : ` (${(100 * probability).toFixed(1)} %)`;
  console.log(`row ${at + 1}: ${prediction}${sure}`);
}
