/**
 * A table: which species is a penguin? Small networks learn from 344 penguins, some of whose values are missing. Then
 * you see which columns matter, and what the network makes of the one that matters most. For a table of your own,
 * change the file and the name of the column.
 *
 *     node own-data/penguins.js
 */
import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { trainTable } from '@nablajs/tables';
import '../support/pipe.js';

const file = fileURLToPath(new URL('../../../apps/cli/examples/penguins.csv', import.meta.url));
const predictor = await trainTable(await openAsBlob(file), { target: 'species', effort: 0.05, seed: 1 });

// Each row was tested by networks that had not learned it: `answers` are their probabilities [rows, classes].
const { answers, targets } = predictor.learned;
const { target } = predictor.form;
const species = target.kind === 'class' ? target.values : [];
const width = species.length;
const right = targets.filter((truth, row) => {
  const own = answers.subarray(row * width, (row + 1) * width);
  return own.every((probability) => probability <= (own[truth] ?? 0));
}).length;
console.log(`${right} of ${targets.length} penguins are told apart by networks that had not seen them\n`);

const importance = await predictor.importance();
console.log('By how much the loss grows without a column:');
for (const { column, mean } of importance) {
  console.log(`${column.padStart(18)}  ${mean.toFixed(3)}  ${'#'.repeat(Math.max(0, Math.round(20 * mean)))}`);
}

const { column, cells, answers: means } = await predictor.effect(importance[0]?.column ?? '', { points: 8 });
console.log(`\nThe mean answer if ${column} was the same for all:`);
for (const [at, cell] of cells.entries()) {
  const shares = species.map((name, index) => `${name} ${(100 * (means[at]?.[index] ?? 0)).toFixed(0).padStart(2)} %`);
  console.log(`${cell.padStart(18)}  ${shares.join('   ')}`);
}
await predictor[Symbol.asyncDispose]();

export { cells, column, importance, means, species };
