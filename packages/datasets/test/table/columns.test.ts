/** What becomes of columns: identifiers, copies, many categories, and the parts of dates. */
import { describe, expect, it } from 'vitest';
import {
  type FormOptions,
  indexInputs,
  inputNames,
  learnForm,
  readTableForm,
  scanTable,
  TableEncoder,
  type TableForm,
} from '../../src/index.js';
import { ColumnSummary } from '../../src/table/summary/column-summary.js';
import { TextBudget } from '../../src/table/summary/text-counts.js';

/** A table of named columns and a target `y` of numbers. */
async function learn(columns: Readonly<Record<string, readonly string[]>>, options: FormOptions = {}) {
  const names = Object.keys(columns);
  const length = columns[names[0] as string]?.length ?? 0;
  const rows = Array.from({ length }, (_, row) => [...names.map((name) => columns[name]?.[row]), (row * 7) % 11]);
  const text = [[...names, 'y'], ...rows].map((row) => row.map((cell) => `"${cell}"`).join()).join('\n');
  return learnForm(await scanTable(new Blob([text]), { target: 'y' }), { task: 'regression', ...options });
}

function inputsOf(form: TableForm, ...rows: readonly string[][]) {
  const columns = form.columns.map(({ name }) => name);
  const encoder = new TableEncoder(form, { name: 'new', columns, decimalComma: false, dtype: 'float64' });
  const { data, shape } = encoder.inputs(rows);
  const width = shape[1] as number;
  return { rows: rows.map((_, row) => [...data.slice(row * width, (row + 1) * width)]), encoder };
}

const values = (length: number, f: (at: number) => unknown): string[] => Array.from({ length }, (_, at) => `${f(at)}`);
const distinct = values(40, (at) => (at * 17) % 40);

describe('identifiers', () => {
  it.each(['id', 'ID', 'customer_id', 'customerId', 'customerID', 'user key', 'uuid', 'rownames', 'Unnamed: 0'])(
    'a column %j of different whole numbers is ignored',
    async (name) => {
      expect((await learn({ [name]: distinct, x: values(40, (at) => at % 3) })).ignored).toEqual([
        { name, reason: 'it looks like an identifier: its name says so, and all its numbers differ' },
      ]);
    },
  );

  it.each(['paid', 'grid', 'PAID', 'monkey', 'size'])('a column %j is not', async (name) => {
    expect((await learn({ [name]: distinct })).ignored).toEqual([]);
  });

  it('needs whole numbers that differ', async () => {
    const id = values(5000, (at) => (at * 7) % 4999);
    const half = distinct.map((number) => `${number}.5`);
    expect((await learn({ id })).ignored).toEqual([]);
    expect((await learn({ id: half })).ignored).toEqual([]);
    const many = values(30_000, (at) => (at * 7) % 30_011);
    expect((await learn({ id: many, x: values(30_000, (at) => at % 3) })).ignored).toHaveLength(1);
  });
});

describe('copies', () => {
  it('of a column or of the target are ignored', async () => {
    const x = values(40, (at) => at % 7);
    const blank = x.map((cell, at) => (at === 3 ? '' : cell));
    const { ignored } = await learn({
      ...{ x, same: x.map((cell) => ` ${cell}`), other: [...x.slice(0, 39), '9'] },
      ...{ blank, missing: blank.map((cell) => cell || 'NA'), leak: values(40, (at) => (at * 7) % 11) },
    });
    expect(ignored).toEqual([
      { name: 'same', reason: "it equals the column 'x'" },
      { name: 'missing', reason: "it equals the column 'blank'" },
      { name: 'leak', reason: "it equals the column 'y'" },
    ]);
  });

  it('differ if their cells are cut elsewhere', async () => {
    const [a, b] = [values(40, (at) => (at % 2 === 0 ? 'a' : 'bc')), values(40, (at) => (at % 2 === 0 ? 'ab' : 'c'))];
    expect((await learn({ a, b })).ignored).toEqual([]);
  });
});

describe('many categories', () => {
  // 60 texts that appear three times, and one that appears once.
  const city = [...values(180, (at) => `city ${String(at % 60).padStart(2, '0')}`), 'once'];

  it('are ignored by default', async () => {
    const reason = 'it has 61 different texts';
    expect((await learn({ city, x: values(181, (at) => at % 7) })).ignored).toEqual([{ name: 'city', reason }]);
    const { ignored } = await learn({ city, x: values(181, (at) => at % 7) }, { maxCategories: 60 });
    expect(ignored).toEqual([{ name: 'city', reason }]);
  });

  it('become the place of the text', async () => {
    const { form } = await learn({ x: values(181, (at) => at % 7), city }, { maxCategories: 61 });
    const known = values(60, (at) => `city ${String(at).padStart(2, '0')}`);
    expect(form.columns[1]).toEqual({ name: 'city', kind: 'category', encoding: 'index', values: known });
    expect(inputNames(form)).toEqual(['x', 'city']);
    expect([...indexInputs(form)]).toEqual([[1, 61]]);
    const texts = ['city 00', ' city 59 ', '', 'once', 'city 60'];
    const { rows, encoder } = inputsOf(form, ...texts.map((text) => ['3', text]));
    expect(rows.map(([, place]) => place)).toEqual([1, 60, 0, 0, 0]);
    expect([encoder.unknown, encoder.firstUnknown]).toEqual([2, { row: 4, column: 'city', text: 'once' }]);
    expect(readTableForm(JSON.parse(JSON.stringify(form)), 'form')).toEqual(form);
  });

  it('still become an input for each of at most 50 texts', async () => {
    const few = values(100, (at) => `text ${at % 50}`);
    const { form } = await learn({ few }, { maxCategories: 1000 });
    expect([inputNames(form).length, indexInputs(form).size]).toEqual([50, 0]);
  });

  it('are ignored if most rows differ', async () => {
    const names = values(100, (at) => `name ${at % 51}`);
    const { ignored } = await learn({ names, x: values(100, (at) => at % 7) }, { maxCategories: 1000 });
    const reason = 'it has 51 different texts in 100 rows, like an identifier or free text';
    expect(ignored).toEqual([{ name: 'names', reason }]);
  });

  it.each([0, 1.5, 10_001])('cannot be %d', async (maxCategories) => {
    const message = `learnForm: expected maxCategories from 1 to 10000. Received ${maxCategories}.`;
    await expect(learn({ city }, { maxCategories })).rejects.toThrow(message);
  });
});

describe('the memory for texts', () => {
  const summary = (name: string, budget: TextBudget) =>
    new ColumnSummary(name, { isTarget: false, budget, sampleSize: 4096, mostWords: 1000 });

  it('ends for a column of more than 10,000 texts', () => {
    const column = summary('a', new TextBudget());
    for (let row = 0; row < 10_001; row++) column.add(`text ${row}`, false, row + 1);
    expect([column.textsGaveUp, column.texts.size]).toEqual(['it has more than 10000 different texts', 0]);
  });

  it('is shared: columns of numbers give up first, then the column with the most texts', () => {
    const budget = new TextBudget(100 * 92);
    const [numbers, few, many] = [summary('numbers', budget), summary('few', budget), summary('many', budget)];
    const words = (column: ColumnSummary, count: number) => {
      for (let row = 0; row < count; row++) column.add(`text${10 + row}`, false, row + 1);
    };
    for (let row = 0; row < 20; row++) numbers.add(`${100_000 + row}`, false, row + 1);
    words(few, 30);
    words(many, 60);
    expect([numbers.textsGaveUp, few.texts.size, many.texts.size]).toEqual([
      'together with other columns, its texts take too much memory',
      ...[30, 60],
    ]);
    expect([numbers.kind, numbers.allDiffer]).toEqual(['number', true]);
    words(many, 90);
    expect([few.texts.size, many.texts.size]).toEqual([30, 0]);
    words(few, 89);
    expect([few.texts.size, few.textsGaveUp]).toEqual([89, undefined]);
  });
});

describe('dates', () => {
  const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

  it('become days, months, weekdays and the time of day', async () => {
    const day = ['2024-01-31T06:00', '2024-02-29 18:00', '2023-12-31', '', '1969-12-31T23:59:59Z'];
    const { form } = await learn({ day });
    const months = values(12, (at) => `day: month ${at + 1}`);
    const weekdays = DAYS.map((name) => `day: ${name}`);
    expect(inputNames(form)).toEqual(['day', 'day is missing', ...months, ...weekdays, 'day: time of day']);
    const { rows } = inputsOf(form, ...day.map((cell) => [cell]));
    const seen = rows.map((row) => [
      row[1],
      row.slice(2, 14).indexOf(1) + 1,
      DAYS[row.slice(14, 21).indexOf(1)],
      row[21],
    ]);
    expect(seen.slice(0, 4)).toEqual([
      [0, 1, 'Wednesday', 0.25],
      [0, 2, 'Thursday', 0.75],
      [0, 12, 'Sunday', 0],
      [1, 0, undefined, 0],
    ]);
    expect(seen[4]?.slice(0, 3)).toEqual([0, 12, 'Wednesday']);
    expect(seen[4]?.[3]).toBe(86_399 / 86_400);
    expect(rows.map((row) => row.reduce((sum, one) => sum + (one === 1 ? 1 : 0), 0))).toEqual([2, 2, 2, 1, 2]);
    expect(readTableForm(JSON.parse(JSON.stringify(form)), 'form')).toEqual(form);
  });

  it('have only the parts that differ', async () => {
    const mondays = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-15', '2024-01-22'];
    expect(inputNames((await learn({ day: mondays })).form)).toEqual(['day']);
    const same = ['2024-01-01T06:20', '2004-01-02T06:20', '1901-01-02T06:20'];
    expect(inputNames((await learn({ day: same })).form)).toEqual(['day', ...DAYS.map((name) => `day: ${name}`)]);
  });
});
