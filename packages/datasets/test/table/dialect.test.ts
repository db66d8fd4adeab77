import { describe, expect, it } from 'vitest';
import { scanTable } from '../../src/index.js';

const dialectOf = async (table: string) => (await scanTable(new Blob([table]))).dialect;

describe('the dialect of a table', () => {
  it.each([
    ['more commas', 'a;b\n1,5;2.5\n2,5;x\n', true],
    ['as many points', 'a;b\n1,5;2.5\n', false],
    ['one comma among points', 'a;b\n1,5;2.5\n3.5;4.5\n', false],
    ['commas in texts', 'a;b\nx,y;z,w\n1.5;2\n', false],
    ['whole numbers beside them', 'a;b\n1,5;7\n2,5;8\n', true],
    ['commas in quotes', 'a,b\n"1,5","2,5"\n', false],
    ['commas that only divide', 'a,b\n1,5\n2,5\n', false],
  ])('has decimal commas if more numbers have a comma than a point: %s', async (_, table, decimalComma) => {
    expect(await dialectOf(table)).toMatchObject({ decimalComma });
  });

  it.each([
    ['a column of numbers below a text', 'size,colour\n1,red\n2,red\n', true],
    ['one text among the numbers', 'red,blue\n1,red\nx,red\n', true],
    ['texts that appear again', 'red,blue\nblue,red\nred,red\n', false],
    ['nothing below a text', 'red,a\nblue,\nred,\n', false],
    ['a first row with a number', 'a,1\nb,2\nc,3\n', false],
    ['an empty first row', ',\n1,2\n', false],
    ['numbers below one text, others again', 'size,red\n1,red\n,red\n2,blue\n', true],
    ['numbers below no text, others again', ',red\n1,red\n2,blue\n', false],
    ['numbers and texts below one, others again', 'size,red\n1,red\nx,blue\n', false],
  ])('has a header or not: %s', async (_, table, header) => {
    expect(await dialectOf(table)).toMatchObject({ header });
  });

  it('has a header if that names the target', async () => {
    const rows = ' red ,blue\nblue,red\nred,blue\n';
    const { dialect } = await scanTable(new Blob([rows]), { target: 'red' });
    expect(dialect.header).toBe(true);
  });

  it.each(['\n', '\r\n', '\r'])('has the line break %j', async (newline) => {
    expect(await dialectOf(['a,b', '1,2', '3,4', ''].join(newline))).toMatchObject({ newline });
  });

  it('has line feeds if there is one line', async () => {
    expect(await dialectOf('1,2')).toMatchObject({ newline: '\n' });
  });

  it('has the delimiter that you name', async () => {
    const { dialect, columns } = await scanTable(new Blob(['a,b;c\n1,2;3\n']), { delimiter: ';' });
    expect([dialect.delimiter, columns.length]).toEqual([';', 2]);
  });

  it('is no UTF-8 for the first byte of its mark', async () => {
    const table = new Blob([Uint8Array.of(0xef), 'a,b\n1,2\n']);
    expect((await scanTable(table)).dialect).toMatchObject({ encoding: 'windows-1252', mark: 0 });
  });

  it.each(['{"a":1}', '{\n  "a": 1}', '{}', '[ {"a": 1}]', '{\n"a"\t: 1}'])('is none for the JSON %j', async (text) => {
    await expect(dialectOf(text)).rejects.toThrow('Received JSON');
  });

  it.each(['x,{"a"}\n1,2\n', ' {"a"}\tb\n1\t2\n'])('is found for a table with braces: %j', async (text) => {
    expect((await scanTable(new Blob([text]))).columns.length).toBe(2);
  });
});
