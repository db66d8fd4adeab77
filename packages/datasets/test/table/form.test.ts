/** Forms as plain JSON: old ones, random ones, and damaged ones. */
import { isNablaError, Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { csvDataset, learnForm, readTableForm, scanTable, TableEncoder, type TableForm } from '../../src/index.js';

/** As version 0.1 saved it. */
const OLD = {
  type: 'table',
  columns: [
    { name: 'length', kind: 'number', mean: 0.3, standardDeviation: 0.7, missing: true },
    { name: 'day', kind: 'date', mean: 19_000.25, standardDeviation: 91.5, missing: false },
    { name: 'colour', kind: 'category', values: ['blue', 'red'] },
  ],
  target: { name: 'price', kind: 'number', mean: 11.1, standardDeviation: 3.3 },
};

describe('a form of version 0.1', () => {
  const form = readTableForm(JSON.parse(JSON.stringify(OLD)), 'model.json');
  const columns = ['length', 'day', 'colour', 'price'];

  it('is read as it was written, and gives the same inputs and targets as ever', () => {
    expect(JSON.stringify(form)).toBe(JSON.stringify(OLD));
    const encoder = new TableEncoder(form, { name: 'new', columns, decimalComma: false, dtype: 'float64' });
    const rows = [
      ['0.1', '2024-02-29T12:30', 'red', '20'],
      ['?', '1970-01-01', 'pink', '0.07'],
    ];
    expect([...encoder.inputs(rows).data]).toEqual([
      ...[-0.2857142857142857, 0, 8.549408014571936, 0, 1],
      ...[0, 1, -207.65300546448088, 0, 0],
    ]);
    expect([...encoder.targets(rows).data]).toEqual([2.6969696969696972, -3.3424242424242423]);
    expect(() => encoder.inputs([['1e308', '2024-02-29', 'red', '1']])).not.toThrow();
    const single = new TableEncoder(form, { name: 'new', columns, decimalComma: false, dtype: 'float32' });
    expect(() => single.inputs([['1e308', '2024-02-29', 'red', '1']])).toThrow('a number closer to the training data');
  });
});

/** A table of columns of random kinds, with missing values. */
function randomTable(random: Random): string {
  const below = (limit: number): number => Math.floor(random.uniform() * limit);
  const kinds = Array.from({ length: 1 + below(6) }, () => [below(5), below(3) === 0, 1 + below(80)] as const);
  const cellOf = ([kind, hasMissing, variety]: (typeof kinds)[number]): string => {
    if (hasMissing && below(5) === 0) return 'NA';
    const value = below(variety);
    if (kind === 0) return `${value}`;
    if (kind === 1) return `${(random.normal() * 1e3) / (1 + value)}`;
    if (kind === 2) return `text ${value}`;
    const day = `20${10 + below(20)}-0${1 + below(9)}-${10 + below(18)}`;
    return kind === 3 ? day : `${day}T${10 + below(14)}:${10 + below(50)}`;
  };
  const rows = Array.from({ length: 150 }, () => [...kinds.map(cellOf), random.normal()].join());
  return `${[...kinds.map((_, at) => `c${at}`), 'y'].join()}\n${rows.join('\n')}\n`;
}

describe('random forms', () => {
  it('are the same after JSON, and give finite inputs of the width that they say', async () => {
    const random = new Random(1);
    const kinds = new Set<string>();
    for (let round = 0; round < 25; round++) {
      const table = randomTable(random);
      const scan = await scanTable(new Blob([table]), { target: 'y' });
      let form: TableForm;
      try {
        ({ form } = learnForm(scan, { maxCategories: 100 }));
      } catch (error) {
        expect(isNablaError(error) && error.message).toContain('expected columns to learn from');
        continue;
      }
      const read = readTableForm(JSON.parse(JSON.stringify(form)), 'form');
      expect(read).toEqual(form);
      for (const column of read.columns) kinds.add('encoding' in column ? 'index' : column.kind);
      const dataset = await csvDataset(table, { form: read, dtype: 'float64' });
      const { x } = await dataset.batch(Int32Array.from({ length: 150 }, (_, row) => row));
      expect((x as { data: Float64Array }).data.every(Number.isFinite)).toBe(true);
    }
    expect([...kinds].sort()).toEqual(['category', 'date', 'index', 'number']);
  });
});

describe('a damaged form', () => {
  const good = {
    number: { name: 'n', kind: 'number', median: 1, spread: 2, missing: false },
    date: { name: 'd', kind: 'date', median: 1, spread: 2, missing: false, parts: ['month', 'time'] },
    index: { name: 'c', kind: 'category', encoding: 'index', values: ['a'] },
  };
  const formOf = (column: object) => ({ type: 'table', columns: [column], target: OLD.target });

  it.each([
    ['median', { ...good.number, median: '1' }, 'columns.0.median: expected a finite number.'],
    ['median', { ...good.number, median: null }, 'columns.0.median: expected a finite number.'],
    ['spread', { ...good.number, spread: 0 }, 'columns.0.spread: expected a finite number > 0.'],
    ['spread', { ...good.date, spread: Number.NaN }, 'columns.0.spread: expected a finite number > 0.'],
    ['order of parts', { ...good.date, parts: ['time', 'month'] }, 'expected some of month, weekday, time.'],
    ['repeated parts', { ...good.date, parts: ['month', 'month'] }, 'expected some of month, weekday, time.'],
    ['unknown part', { ...good.date, parts: ['month', 'year'] }, 'expected some of month, weekday, time.'],
    ['parts', { ...good.date, parts: { length: 0 } }, 'expected some of month, weekday, time.'],
    ['encoding', { ...good.index, encoding: 'embedding' }, "columns.0.encoding: expected 'index'."],
    ['number of texts', { ...good.index, values: Array.from({ length: 10_001 }, (_, at) => `${at}`) }, 'a list of'],
    [
      'number of inputs',
      { ...good.index, encoding: undefined, values: Array.from({ length: 1001 }, String) },
      'a list',
    ],
  ])('with a wrong %s is refused', (_, column, message) => {
    expect(() => readTableForm(formOf(column), 'model.json')).toThrow(message);
  });

  it('leaves out fields that it does not know', () => {
    const column = { ...good.number, parts: ['month'], encoding: 'index', more: 1 };
    expect(readTableForm(formOf(column), 'model.json').columns).toEqual([good.number]);
  });
});
