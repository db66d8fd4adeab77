import { describe, expect, it } from 'vitest';
import { csvDataset, readTable, scanTable, TableEncoder, tableDataset } from '../../src/index.js';
import { learnForm } from '../../src/table/learn-form.js';
import { nablaError } from '../files.js';

const TRAINING = 'size,colour,kind\n1,red,a\n2,blue,b\n3,red,a\n5,blue,b\n';
const { form } = await csvDataset(TRAINING, { target: 'kind' });

/** Enough rows for several blocks, each with its number. */
const LINES = Array.from({ length: 2000 }, (_, row) => `${row + 1},größer ${row % 7},${'ab'[row % 2]}\n`);
const LARGE = `size,colour,kind\n${LINES.join('')}`;

const utf16be = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('a table of several blocks', () => {
  it.each([
    ['UTF-8', Buffer.from(LARGE)],
    ['UTF-16LE', Buffer.from(`\ufeff${LARGE}`, 'utf16le')],
    ['UTF-16BE', utf16be(LARGE)],
    ['Windows-1252', Buffer.from(LARGE, 'latin1')],
  ])('has the same cells and row numbers in %s', async (_, bytes) => {
    const blocks = [];
    for await (const block of readTable(new Blob([Uint8Array.from(bytes)]), { name: 'large.csv', form })) {
      expect(block.rows.map(([size]) => Number(size))).toEqual(block.rows.map((_row, at) => block.firstRow + at));
      blocks.push(block);
    }
    expect(blocks.length).toBeGreaterThan(1);
    const lines = blocks.flatMap(({ rows }) => rows.map((row) => `${row.join()}\n`));
    expect(lines).toEqual(LINES);
    const scan = await scanTable(new Blob([Uint8Array.from(bytes)]), { target: 'kind' });
    const dataset = await tableDataset(scan, learnForm(scan).form, [], { memory: 1 });
    const [[, last] = []] = await dataset.cells(Int32Array.of(1999));
    expect(last).toEqual(['colour', 'größer 4']);
  });
});

describe('empty rows', () => {
  const cellsOf = async (text: string): Promise<string[]> => {
    const cells: string[] = [];
    for await (const { rows } of readTable(new Blob([text]), { name: 'new.csv', form })) {
      cells.push(...rows.map((row) => row.join('|')));
    }
    return cells;
  };

  it.each([
    ['in the middle', 'colour\nred\n\nblue\n', ['red', '', 'blue']],
    ['in the middle, with another line break', 'colour\r\nred\r\n\r\nblue', ['red', '', 'blue']],
    ['of quotes, at the end', 'colour\nred\n""\n', ['red', '']],
    ['of quotes, without a line break', 'colour\nred\n""', ['red', '']],
    ['in front of the names, which is none', '\ncolour\nred\n', ['red']],
    ['at the end of the file, which is none', 'colour\nred\n\n\n', ['red']],
    ['of several columns, which is none', 'colour,size\nred,1\n\nblue,2\n', ['red|1', 'blue|2']],
  ])('of a table of one column count: %s', async (_where, text, expected) => {
    expect(await cellsOf(text)).toEqual(expected);
  });

  it('of several blocks count', async () => {
    const lines = Array.from({ length: 9000 }, (_, row) => (row % 3 === 1 ? '' : `red ${row}`));
    expect(await cellsOf(`colour\n${lines.join('\n')}\n`)).toEqual(lines);
  });
});

describe('TableEncoder', () => {
  const encoder = new TableEncoder(form, {
    ...{ name: 'new.csv', columns: ['colour', 'size', 'note'], decimalComma: false, dtype: 'float32' },
  });

  it('counts texts that the training data did not have, and rows without values, and names the first', () => {
    encoder.inputs([['red', '1', 'x']], 7);
    expect(encoder).toMatchObject({ unknown: 0, empty: 0 });
    const { data } = encoder.inputs(
      [
        ['pink', '1', ''],
        [' ', 'NA', 'x'],
        ['green', '', ''],
        ['', '?', ''],
      ],
      8,
    );
    expect(encoder).toMatchObject({ unknown: 2, empty: 2, firstEmpty: 9 });
    expect(encoder.firstUnknown).toEqual({ row: 8, column: 'colour', text: 'pink' });
    expect([...data.slice(3, 6)]).toEqual([0, 0, 0]);
  });

  it('says that a table has no names', async () => {
    const options = { name: 'new.csv', columns: ['column 1', 'column 2'], decimalComma: false, dtype: 'float32' };
    const { message } = await nablaError(() => new TableEncoder(form, { ...options, dtype: 'float32' }));
    expect(message).toBe(
      "new.csv: expected the column 'size', which the model learned from. Received a table without names in its " +
        'first row; add them.',
    );
  });
});
