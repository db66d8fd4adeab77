/** Columns of running text: how they are found, and what they become. */
import { describe, expect, it } from 'vitest';
import {
  csvDataset,
  type FormOptions,
  inputNames,
  learnForm,
  readTableForm,
  type ScanOptions,
  scanTable,
  TableEncoder,
  type TableForm,
  textInputs,
  widthOf,
} from '../../src/index.js';
import { ColumnSummary } from '../../src/table/summary/column-summary.js';
import { TextBudget } from '../../src/table/summary/text-counts.js';

const NOUNS = ['soup', 'bread', 'cake', 'fish', 'room', 'view', 'waiter', 'music', 'street', 'table', 'coffee', 'tea'];
const WORDS = ['cold', 'warm', 'kind', 'rude', 'fresh', 'stale', 'clean', 'dirty', 'quick', 'slow', 'loud'];
/** 60 different sentences of at most 9 words. */
const review = (row: number): string =>
  `The ${NOUNS[row % 12]} was ${WORDS[row % 11]}, the ${NOUNS[(row * 5 + 3) % 12]} so ${WORDS[(row * 7 + 1) % 11]} no. ${row}`;

const csv = (columns: Readonly<Record<string, (row: number) => unknown>>, rows: number): string =>
  [
    Object.keys(columns).join(),
    ...Array.from({ length: rows }, (_, row) => {
      return Object.values(columns)
        .map((cell) => `"${String(cell(row)).replaceAll('"', '""')}"`)
        .join();
    }),
  ].join('\n');

const SIDE = { side: (row: number): string => (row % 2 === 0 ? 'left' : 'right') };

async function learn(
  columns: Readonly<Record<string, (row: number) => unknown>>,
  { rows = 60, ...options }: FormOptions & Pick<ScanOptions, 'textColumns'> & { readonly rows?: number } = {},
) {
  const { textColumns, ...form } = options;
  const text = csv({ ...columns, ...SIDE }, rows);
  const scan = await scanTable(new Blob([text]), { target: 'side', ...(textColumns && { textColumns }) });
  return learnForm(scan, { maxWords: 100, ...form });
}

const kindsOf = ({ columns }: TableForm): Record<string, string> =>
  Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));

describe('a column is running text', () => {
  it('if its cells have three words on average, of which many are in several rows', async () => {
    const number = (row: number): number => row % 7;
    const { form, ignored } = await learn({
      ...{ review, number },
      short: (row) => `${NOUNS[row % 12]} ${row}`,
      unknown: (row) => `word${row} term${row} name${row} the`,
      uuid: (row) => `${1000 + (row % 30)}-${2000 + (row % 29)}-${row}-9999`,
      link: (row) => `https://example.org/${NOUNS[row % 12]}/${WORDS[row % 11]}/${row}.html`,
      answer: (row) => ['yes, of course I do', 'no, not at all', 'I do not know'][row % 3],
    });
    expect(kindsOf(form)).toEqual({ review: 'text', number: 'number', answer: 'category' });
    expect(ignored.map(({ name }) => name)).toEqual(['short', 'unknown', 'uuid', 'link']);
  });

  it('if its texts repeat, but are too many to say all with an input each', async () => {
    const { form } = await learn({ review: (row) => review(row % 55) }, { rows: 120, maxCategories: 1000 });
    expect(kindsOf(form)).toEqual({ review: 'text' });
  });

  it('in scripts without spaces', async () => {
    const kana = (row: number): string =>
      Array.from({ length: 12 }, (_, at) => String.fromCodePoint(0x3042 + ((row * 7 + at * at) % 40))).join('');
    expect(kindsOf((await learn({ kana })).form)).toEqual({ kana: 'text' });
  });

  it('only with maxWords: without it, everything is as it was', async () => {
    await expect(learn({ review }, { maxWords: 0 })).rejects.toThrow('review: it has 60 different texts');
  });

  it('if it is named, and then no other is', async () => {
    const columns = { review, town: (row: number) => NOUNS[row % 12], code: (row: number) => row % 5 };
    expect(kindsOf((await learn(columns, { textColumns: ['town', '3'] })).form)).toEqual({
      town: 'text',
      code: 'text',
    });
    const { form, ignored } = await learn(columns, { textColumns: [] });
    expect(kindsOf(form)).toEqual({ town: 'category', code: 'number' });
    expect(ignored).toMatchObject([{ name: 'review' }]);
    await expect(learn(columns, { textColumns: ['reviw'] })).rejects.toThrow(
      "expected the columns of text among its columns: review, town, code, side. Received 'reviw'. Did you mean 'review'?",
    );
    const alone = await learn({ ...columns, rare: (row) => `word${row}` }, { textColumns: ['rare'] });
    expect(alone.ignored).toContainEqual({ name: 'rare', reason: 'no two rows have a word in common' });
  });
});

describe('the words of a column', () => {
  it('are counted when its texts are too many or too long to keep', () => {
    const summaryOf = (texts: Iterable<string>): ColumnSummary => {
      const settings = { isTarget: false, budget: new TextBudget(), sampleSize: 16, mostWords: 1000 };
      const summary = new ColumnSummary('x', settings);
      let row = 0;
      for (const text of texts) summary.add(text, false, ++row);
      return summary;
    };
    const many = summaryOf(Array.from({ length: 10_050 }, (_, row) => review(row)));
    expect([many.textsGaveUp, many.texts.size]).toEqual(['it has more than 10000 different texts', 0]);
    expect(many.words?.top(1)).toEqual([['no', 10_050]]);
    const long = summaryOf([...Array.from({ length: 40 }, (_, row) => review(row)), `${'the '.repeat(400)}end`, 'end']);
    expect(long.words?.top(1)).toEqual([['the', 41]]);
    const short = summaryOf(Array.from({ length: 10_050 }, (_, row) => `name ${row}`));
    expect(short.words).toBe(undefined);
    // The texts of other columns take the memory.
    const budget = new TextBudget(4000);
    const pushed = new ColumnSummary('x', { isTarget: false, budget, sampleSize: 16, mostWords: 1000 });
    for (let row = 0; row < 60; row++) pushed.add(review(row), false, row + 1);
    expect(pushed.textsGaveUp).toContain('memory');
    expect(pushed.words?.top(1)).toEqual([['no', 60]]);
  });

  it('are shared by several columns, and at most 50 columns have some', async () => {
    const two = await learn({ a: review, b: (row) => review(row + 1), c: (row) => review(row + 2) }, { maxWords: 15 });
    expect(two.form.columns.map((column) => column.kind === 'text' && column.words.length)).toEqual([10, 10, 10]);
    const names = Array.from({ length: 52 }, (_, at) => `t${at}`);
    const many = Object.fromEntries(names.map((name, at) => [name, (row: number) => review(row + at)]));
    const { form, ignored } = await learn(many);
    expect(form.columns.length).toBe(50);
    expect(form.columns.map(widthOf)).toEqual(form.columns.map(() => 9));
    expect(ignored.map(({ reason }) => reason)).toEqual(
      ['t50', 't51'].map(() => 'it is text, as the 50 columns of text before it are'),
    );
  });

  it('say how many places a text has: at most four times the mean', async () => {
    const long = Array.from({ length: 300 }, (_, at) => `w${at}`).join(' ');
    const { form } = await learn({
      review: (row) => (row === 7 ? long : `${NOUNS[row % 12]} is ${WORDS[row % 11]} now`),
    });
    // The mean is (59 * 4 + 300) / 60.
    expect(form.columns.map(widthOf)).toEqual([4 * 9]);
  });
});

describe('the inputs of a column of text', () => {
  const form = readTableForm(
    {
      type: 'table',
      columns: [
        { name: 'age', kind: 'number', median: 0, spread: 1, missing: false },
        { name: 'review', kind: 'text', words: ['bad', 'good', 'very'], length: 4 },
      ],
      target: { name: 'side', kind: 'class', values: ['left', 'right'] },
    },
    'model.json',
  );

  it('are the places of its words, each once', () => {
    const columns = ['review', 'age'];
    const encoder = new TableEncoder(form, { name: 'new', columns, decimalComma: false, dtype: 'float32' });
    const inputs = encoder.inputs([
      ['VERY good, very! bad', '0'],
      ['', '0'],
      ['=HYPERLINK("x")\0\u202egood 😀', '0'],
      ['unheard of', '0'],
    ]);
    expect(inputs.shape).toEqual([4, 5]);
    const rows = [0, 1, 2, 3].map((row) => [...inputs.data.slice(5 * row + 1, 5 * row + 5)]);
    expect(rows).toEqual([
      [3, 2, 1, 0],
      [0, 0, 0, 0],
      [2, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect([encoder.unknown, encoder.firstUnknown]).toEqual([1, { row: 4, column: 'review', text: 'unheard of' }]);
  });

  it('have names, and networks find them', () => {
    expect(inputNames(form)).toEqual(['age', 'review: word 1', 'review: word 2', 'review: word 3', 'review: word 4']);
    expect(textInputs(form)).toEqual([{ input: 1, length: 4, values: 4 }]);
  });

  it('come from a form that is checked', () => {
    const damaged = (column: object): unknown => ({ ...form, columns: [{ ...form.columns[1], ...column }] });
    for (const column of [{ words: ['good', 'bad'] }, { words: [] }, { length: 0 }, { length: 5000 }, { words: 3 }]) {
      expect(() => readTableForm(damaged(column), 'model.json')).toThrow('model.json: form.columns.0: words: expected');
    }
    expect(() => readTableForm(damaged({ kind: 'prose' }), 'm')).toThrow('number, date, category, text or sentence');
  });
});

it('hostile texts train like others', async () => {
  const bytes = new TextEncoder().encode(
    csv({ review: (row) => `${review(row)} =1+1 مرحبا بالعالم 😀\u202e "x" \r\n @SUM(A1)`, ...SIDE }, 60),
  );
  bytes[500] = 0xff;
  const dataset = await csvDataset(new Blob([bytes]), { target: 'side', maxWords: 1000 });
  const [column] = dataset.form.columns;
  expect(column).toMatchObject({ kind: 'text' });
  expect(readTableForm(JSON.parse(JSON.stringify(dataset.form)), 'm')).toEqual(dataset.form);
  const { x } = await dataset.batch(Int32Array.of(0));
  expect((x as { data: Float32Array }).data.filter((place) => place > 0).length).toBeGreaterThan(10);
});
