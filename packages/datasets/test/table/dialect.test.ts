import { describe, expect, it } from 'vitest';
import { scanTable } from '../../src/index.js';

const dialectOf = async (table: string) => (await scanTable(new Blob([table]))).dialect;

describe('the dialect of a table', () => {
  it.each([
    ['more commas', 'a;b\n1,5;2.5\n2,5;x\n', true],
    ['as many points', 'a;b\n1,5;2.5\n', false],
    ['one comma among points', 'a;b\n1,5;2.5\n3.5;4.5\n', false],
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
  ])('has a header or not: %s', async (_, table, header) => {
    expect(await dialectOf(table)).toMatchObject({ header });
  });
});
