import { type Batch, type DenseArray, isNablaError, Random } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { csvDataset, inputNames, scanTable, split, type TableDataset, tableDataset } from '../../src/index.js';
import { learnForm } from '../../src/table/learn-form.js';

const PEOPLE = `name,age,joined,colour,score,id,empty,same
Ann,31,2024-01-01,red,1.5,1,,x
Bob,NA,2024-01-03,blue,2.5,2,,x
Cid,35,2024-01-05,red,3.5,3,,x
Dee,33,2024-01-07,,4.5,4,,x
`;

const rowsOf = async (dataset: TableDataset, ...indices: number[]): Promise<Batch<DenseArray>> =>
  (await dataset.batch(Int32Array.from(indices))) as Batch<DenseArray>;

const failure = async (body: Promise<unknown>): Promise<string> => {
  const error = await body.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isNablaError(error)) throw new Error(`expected a NablaError. Received ${String(error)}`);
  return `${error.code}: ${error.message}`;
};

describe('csvDataset', () => {
  it('scales numbers and dates, turns texts into inputs, and lists the columns it ignores', async () => {
    const dataset = await csvDataset(PEOPLE, { target: 'score' });
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    const joined = ['joined', ...days.map((day) => `joined: ${day}`)];
    expect(inputNames(dataset.form)).toEqual(['age', 'age is missing', ...joined, 'colour = blue', 'colour = red']);
    expect(dataset.ignored).toEqual([
      { name: 'name', reason: 'it has 4 different texts' },
      { name: 'id', reason: 'it numbers the rows' },
      { name: 'empty', reason: 'it has no values' },
      { name: 'same', reason: 'all its values are equal' },
    ]);
    const { x, y } = await rowsOf(dataset, 0, 1, 3);
    // Ages 31, 33, 35: median 33, quartiles 32 and 34. Days 0, 2, 4, 6 after Monday, 2024-01-01: median 3, quartiles
    // 1.5 and 4.5. Scores: mean 3, variance 5/4.
    const score = Math.sqrt(5 / 4);
    const clipped = (z: number): number => z / Math.sqrt(1 + (z / 3) ** 2);
    const [monday, wednesday, sunday] = [0, 2, 6].map((day) => days.map((_, index) => (index === day ? 1 : 0)));
    const first = [clipped(-1), 0, clipped(-1), ...(monday ?? []), 0, 1];
    const second = [0, 1, clipped(-1 / 3), ...(wednesday ?? []), 1, 0];
    const last = [0, 0, clipped(1), ...(sunday ?? []), 0, 0];
    const expected = [...first, ...second, ...last];
    expect(x.shape).toEqual([3, 12]);
    for (const [index, value] of expected.entries()) expect(x.data[index]).toBeCloseTo(value, 5);
    expect(y.shape).toEqual([3, 1]);
    for (const [row, value] of [-1.5, -0.5, 1.5].entries()) expect(y.data[row]).toBeCloseTo(value / score, 6);
  });

  it('predicts sorted classes of text, in float64 on request', async () => {
    const dataset = await csvDataset(PEOPLE, { target: 'colour', dtype: 'float64' });
    expect(dataset.form.target).toEqual({ name: 'colour', kind: 'class', values: ['blue', 'red'] });
    expect([dataset.length, dataset.withoutTarget]).toEqual([3, 1]);
    const { x, y } = await rowsOf(dataset, 0, 1, 2);
    expect(x.data).toBeInstanceOf(Float64Array);
    expect(y.data).toEqual(Int32Array.of(1, 0, 1));
    expect(dataset.labels).toEqual(Int32Array.of(1, 0, 1));
  });

  it.each([
    ['0,a\n1,b\n0,c\n1,d\n', '1', ['0', '1']],
    ['10,a\n9,b\n10,c\n9,d\n', '1', ['9', '10']],
  ])('treats few whole numbers as classes: %j', async (text, target, values) => {
    const scan = await scanTable(
      new Blob([text.replaceAll(/[a-d]/g, (letter) => `${letter.charCodeAt(0) ** 2 / 7}`)]),
      {
        target,
      },
    );
    expect(learnForm(scan).form.target).toMatchObject({ kind: 'class', values });
    expect(learnForm(scan, { task: 'regression' }).form.target).toMatchObject({ kind: 'number' });
  });

  it('detects semicolons, decimal commas, quotes, CRLF and the encoding', async () => {
    const text = '\ufeff"x";"größe; in m";ziel\r\n1,5;2,25;"ja"\r\n2,5;3,25;"n""ein"\r\n3,5;0,5;"ja"\r\n';
    const utf16 = Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
    const latin = Uint8Array.from([...text.slice(1)].map((c) => c.charCodeAt(0)));
    for (const blob of [new Blob([text]), new Blob([utf16]), new Blob([latin])]) {
      const dataset = await csvDataset(blob, { target: 'ziel' });
      expect(inputNames(dataset.form)).toEqual(['x', 'größe; in m']);
      expect(dataset.form.columns[0]).toMatchObject({ median: 2.5, spread: 1 });
      expect(dataset.form.target).toMatchObject({ values: ['ja', 'n"ein'] });
      expect(await dataset.cells(Int32Array.of(1))).toEqual([
        [
          ['x', '2,5'],
          ['größe; in m', '3,25'],
          ['ziel', 'n"ein'],
        ],
      ]);
    }
  });

  it('reads a large table in blocks: the same examples, in another order each epoch', async () => {
    const lines = Array.from({ length: 3000 }, (_, row) => `${Math.cos(row)},${row % 7},${'é'.repeat(row % 20)}z\n`);
    const scan = await scanTable(new Blob(['a,b,c\n', ...lines]), { target: 'b' });
    const { form } = learnForm(scan);
    const [small, large] = [await tableDataset(scan, form), await tableDataset(scan, form, [], { memory: 1000 })];
    expect(large.blocks?.length).toBeGreaterThan(2);
    const indices = Int32Array.of(2999, 0, 1000, 2000, 1);
    expect(await large.batch(indices)).toEqual(await small.batch(indices));
    const order = large.order?.(new Random(1)) ?? new Int32Array();
    expect(Int32Array.from(order).sort()).toEqual(Int32Array.from({ length: 3000 }, (_, index) => index));
    // Neighbours come from the same block, except at the seams.
    const blockOf = (row: number): number => (large.blocks ?? []).findLastIndex((start) => start <= row);
    const seams = order.filter((row, at) => at > 0 && blockOf(row) !== blockOf(order[at - 1] as number));
    expect(seams.length).toBe((large.blocks?.length ?? 0) - 1);
    expect(large.order?.(new Random(2))).not.toEqual(order);
  });

  it('splits a table that is read in blocks into whole blocks', async () => {
    const lines = Array.from({ length: 3000 }, (_, row) => `${Math.cos(row)},${row % 7},${'é'.repeat(row % 20)}z\n`);
    const scan = await scanTable(new Blob(['a,b,c\n', ...lines]), { target: 'b' });
    const dataset = await tableDataset(scan, learnForm(scan).form, [], { memory: 1000 });
    const { train, test } = split(dataset, 0.5, new Random(0));
    expect(train.length + test.length).toBe(3000);
    for (const part of [train, test]) {
      const order = part.order?.(new Random(0)) ?? [];
      expect(Int32Array.from(order).sort()).toEqual(Int32Array.from({ length: part.length }, (_, index) => index));
    }
  });

  it.each([
    ['', 'b', 'data: table: expected a table. Received no rows.'],
    ['a,b\n', 'b', 'data: table: expected rows of data. Received none.'],
    ['a,b\n1,\n', 'b', 'data: table: expected rows of data. Received 1 whose target is missing.'],
    ['a,b\n1,2\n1,2,3\n', 'b', 'data: table: row 2: expected 2 cells. Received 3; a cell that contains the delimiter'],
    ['a,a\n1,2\n', 'a', "data: table: expected columns with different names. Received 'a' twice."],
    ['price,b\n1,2\n', 'pric', "among its columns: price, b. Received 'pric'. Did you mean 'price'?"],
    [
      'a,b\n1,2\n1,3\n',
      'b',
      'data: table: expected columns to learn from, besides the target. Received a: all its values',
    ],
    ['a,b\n1,2\n2,2\n', 'b', "data: table: expected 2 to 1000 classes in the target 'b'. Received 1."],
    ['a,b\n1,"2\n2,2\n', 'b', 'Quoted field unterminated'],
    ['1,2\n3,4\n', 'price', "Received 'price'. Its first row holds no names; add one that does, or pass the number of"],
    ['[{"a": 1, "b": 2}]', 'b', 'data: table: expected a table, such as CSV. Received JSON; save it as CSV, with the'],
    ['\n{ "a": [1, 2] }\n{ "a": [2, 3] }\n', 'a', 'Received JSON'],
    ['a\0,b\n1,2\n', 'b', 'data: table: expected a text file, such as CSV. Received binary data.'],
  ])('refuses %j', async (text, target, message) => {
    expect(await failure(csvDataset(text, { target }))).toContain(message);
  });

  it('refuses a row of more than 16 MB, even if it is the last one', async () => {
    const message = 'expected rows of at most 16777216 bytes. Received a longer one at byte 8; is a closing quote or';
    expect(await failure(csvDataset(`a,b\n1,2\n${'x'.repeat(2 ** 24)},`, { target: 'b' }))).toContain(message);
  });

  it('takes a cell of JSON for what it is', async () => {
    const dataset = await csvDataset('["a"]\t1\n["b"]\t2\n["a"]\t1\n["b"]\t2\n', { target: '2' });
    expect(inputNames(dataset.form)).toEqual(['column 1 = ["a"]', 'column 1 = ["b"]']);
  });

  it('reports a mistyped number among many', async () => {
    const lines = Array.from({ length: 60 }, (_, row) => `${row === 40 ? '1l' : row * 1.5},${row % 2}\n`);
    const dataset = csvDataset(`a,b\n${lines.join('')}`, { target: 'b' });
    expect(await failure(dataset)).toContain('a: nearly all its values are numbers, but row 41 has "1l"');
  });

  it.each([
    [',len,wid\n0,1.5,2\n1,2.5,3\n2,3.5,4\n', ['len']],
    ['len,wid,a\n1,2,a\n2,4,b\n3,5,c\n', ['len', 'wid', 'a = a', 'a = b']],
    ['1,2,3\n2,5,3\n4,6,7\n5,2,7\n', ['column 1', 'column 2']],
  ])('distinguishes names from values in the first row of %j', async (text, names) => {
    const target = text.startsWith('1') ? '3' : text.startsWith('len') ? 'len' : 'wid';
    const { form } = await csvDataset(text.replace('3,5,c', '3,5,a'), { target });
    const inputs = text.startsWith('len') ? ['wid', 'a = a', 'a = b'] : names;
    expect(inputNames(form)).toEqual(inputs);
  });

  it('names the right row of the table, even after skipped rows', async () => {
    const { form } = await csvDataset('x,y\n1,1\n5,2\n3,4\n', { target: 'y', task: 'regression' });
    const dataset = csvDataset('x,y\n1,NA\n2,\n3,3\nabc,4\n', { form });
    expect(await failure(dataset)).toContain('row 4: x: expected a number. Received "abc"');
    const { x } = await rowsOf(await csvDataset('x,y\n1e300,4\n-1.7e308,4\n', { form }), 0, 1);
    expect([...x.data]).toEqual([3, -3]);
    expect(await failure(csvDataset('x,y\n1,2\n', { target: 'y', delimeter: ';' } as never))).toContain('delimeter');
  });

  it('reads another table with the form of a model, with columns in any order', async () => {
    const { form } = await csvDataset(PEOPLE, { target: 'colour' });
    const other = 'colour,extra,score,joined,age\nred,5,2.5,2024-01-05,33\n';
    const dataset = await csvDataset(other, { form, target: 'colour' });
    const { x, y } = await rowsOf(dataset, 0);
    expect(dataset.form).toBe(form);
    expect([...y.data]).toEqual([1]);
    expect(x.shape).toEqual([1, 11]);
    const missing = csvDataset('colour,score\nred,5\n', { form });
    expect(await failure(missing)).toContain("expected the column 'age', which the model learned from");
    const mistyped = csvDataset(other.replace('33', 'old'), { form });
    expect(await failure(mistyped)).toContain('row 1: age: expected a number. Received "old"');
    const unknown = csvDataset(other.replace('red', 'pink'), { form });
    expect(await failure(unknown)).toContain('expected one of the model\'s classes blue, red. Received "pink"');
  });
});
