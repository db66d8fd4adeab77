// Reads tables and forms of models with random changes. Each must give finite numbers, or a typed error of one line
// that names the table. Reports the time of the slowest one, and how far memory rose. Needs the built package (npm run
// build).
//
//   node packages/datasets/scripts/mutate-tables.mjs [--cases 100000] [--seed 1]
import { parseArgs } from 'node:util';
import { isNablaError, Random } from '@nablajs/core';
import { csvDataset, readTable, readTableForm, TableEncoder } from '../dist/index.js';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const CASES = Number(values.cases);
const random = new Random(Number(values.seed));
const below = (limit) => Math.floor(random.uniform() * limit);
const pick = (list) => list[below(list.length)];
const { concat, from } = Buffer;

const numbers =
  'x,y,day,kind\n1,2.5,2024-01-31,a\n2,-3,2024-02-29T06:00,b\n3,1e2,1969-12-31,a\nNA,4,,b\n5,0.5,2024-01-01,a\n';
const words =
  '"name";"größe";"datum";"preis"\r\n"a;b";1,5;2024-01-01;10,5\r\n"c""d";2,5;2024-02-29;11\r\n?;3,5;;12,25\r\n';
const TERMS = 'the a soup bread was is and cold warm kind rude of in no so very stale fresh room view waiter'.split(
  ' ',
);
const sentence = (row) =>
  Array.from({ length: 6 }, (_, at) => TERMS[(row * 5 + at * (row + 1)) % TERMS.length]).join(' ');
const written = Array.from({ length: 60 }, (_, row) => `"${sentence(row)}, ${row}",${row % 2}`);
const reviews = ['review,side', ...written].join('\n');
const TABLES = [
  { bytes: from(reviews), target: 'side' },
  { bytes: from(numbers), target: 'kind' },
  { bytes: from(numbers.replaceAll(',', '\t')), target: '3' },
  { bytes: from(words), target: 'preis' },
  { bytes: from(`\ufeff${words}`, 'utf16le'), target: 'preis' },
  { bytes: from(words, 'latin1'), target: 'name' },
  { bytes: from('1|2|3\r4|5|6\r7|8|9\r'), target: '3' },
];
const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  '\0',
  '1e999',
  '-',
  'NaN',
  '\ufeff',
  'é',
  '0x1f',
  '2024-13-01',
];
PIECES.push(
  '9'.repeat(400),
  ','.repeat(5000),
  'x'.repeat(5000),
  '"'.repeat(999),
  '__proto__',
  '\n'.repeat(3000),
  '1e308',
  '-1e308',
);
const PIECE_BYTES = [...PIECES.map((piece) => from(piece)), from([0xff]), from([0xc3]), from([0xff, 0xfe])];

function mutate(bytes) {
  let changed = bytes;
  for (let times = 1 + below(4); times > 0; times--) changed = mutateOnce(changed);
  return changed;
}

function mutateOnce(bytes) {
  const at = below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(pick([1, 8, 64])));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (below(6)) {
    case 0:
      return concat([before, piece.map((byte) => byte ^ (1 << below(8))), after]);
    case 1:
      return concat([before, after]);
    case 2:
      return concat([before, piece, piece, after]);
    case 3:
      return before;
    case 4:
      return concat([before, pick(PIECE_BYTES), piece, after]);
    default:
      return concat([after, piece, before]);
  }
}

const isFiniteArray = ({ data }) => data.every(Number.isFinite);

async function readWhole({ bytes, target }) {
  const options = { target, maxWords: 50, ...(below(4) === 0 && { memory: 0 }) };
  const dataset = await csvDataset(new Blob([bytes]), options);
  const indices = Int32Array.from({ length: dataset.length }, (_, index) => index);
  const { x, y } = await dataset.batch(indices);
  await dataset.cells(indices.subarray(0, 3));
  const form = readTableForm(JSON.parse(JSON.stringify(dataset.form)), 'form');
  if (!isFiniteArray(x) || !isFiniteArray(y)) throw new Error('a number is not finite');
  if (y.data instanceof Int32Array && y.data.some((label) => !(label in form.target.values)))
    throw new Error('a label');
}

const wholes = [
  await csvDataset(numbers, { target: 'kind' }),
  await csvDataset(reviews, { target: 'side', maxWords: 50 }),
];
if (wholes[1].form.columns[0].kind !== 'text') throw new Error('the reviews are no text');

/** What `nabla predict` does with a table, by a form that was changed too. */
async function readForModel(bytes) {
  const whole = pick(wholes);
  const text = mutate(from(JSON.stringify(whole.form))).toString();
  let value = whole.form;
  try {
    value = below(2) === 0 ? JSON.parse(text) : whole.form;
  } catch {
    // No JSON: that is refused before anything here sees it.
  }
  const form = readTableForm(value, 'table');
  for await (const { columns, decimalComma, rows, firstRow } of readTable(new Blob([bytes]), { name: 'table', form })) {
    const encoder = new TableEncoder(form, { name: 'table', columns, decimalComma, dtype: 'float64' });
    encoder.inputs(rows, firstRow);
  }
}

const memory = () => process.memoryUsage().rss / 1e6;
for (const table of TABLES) await readWhole(table);
const baseline = memory();
let [read, refused, slowest, highest] = [0, 0, 0, 0];
for (let number = 0; number < CASES; number++) {
  const table = pick(TABLES);
  const bytes = mutate(table.bytes);
  const start = performance.now();
  try {
    if (below(4) === 0) await readForModel(bytes);
    else await readWhole({ ...table, bytes });
    read++;
  } catch (error) {
    const isTyped = isNablaError(error) && error.code === 'data' && !error.message.includes('\n');
    if (!isTyped || !/^(table|form)\b/.test(error.message)) {
      console.error(`case ${number}: ${JSON.stringify(bytes.toString('latin1').slice(0, 500))}`);
      throw error;
    }
    refused++;
  }
  slowest = Math.max(slowest, performance.now() - start);
  if (number % 100 === 0) highest = Math.max(highest, memory() - baseline);
}
console.log(`${CASES} mutated tables, seed ${values.seed}: ${read} read, ${refused} refused by a typed error`);
console.log(`slowest ${slowest.toFixed(0)} ms, memory ${highest.toFixed(0)} MB above the baseline`);
