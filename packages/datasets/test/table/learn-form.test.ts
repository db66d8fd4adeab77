/** Which columns become inputs or targets of which kind, at the limits. */
import { describe, expect, it } from 'vitest';
import { learnForm, scanTable, type TaskName } from '../../src/index.js';

/** `count` different texts, each `times` times. */
const repeated = (count: number, times: number, text = (at: number): string => `${at}`): string[] =>
  Array.from({ length: count * times }, (_, at) => text(at % count));
const textsOf = (count: number): string[] => repeated(count, 1, (at) => `text ${at}`);

async function learn(name: string, values: readonly string[], target: string, task?: TaskName) {
  const other = name === 'x' ? 'y' : 'x';
  const rows = values.map((value, at) => `${value};${at % 2 === 0 ? 'a' : 'b'}`);
  const table = new Blob([[`${name};${other};z`, ...rows.map((row, at) => `${row};${(at % 3) + 0.5}`)].join('\n')]);
  return learnForm(await scanTable(table, { target, header: true }), { ...(task && { task }) });
}

describe('a target', () => {
  it.each([
    ['20 whole numbers, twice each', repeated(20, 2), 'class'],
    ['21 whole numbers, twice each', repeated(21, 2), 'number'],
    ['numbers that are not whole', repeated(3, 2, (at) => `${at}.5`), 'number'],
    ['a whole number that appears once', [...repeated(3, 2), '7'], 'number'],
    ['30 texts', textsOf(30), 'class'],
  ])('of %s', async (_, values, kind) => {
    expect((await learn('y', values, 'y')).form.target.kind).toBe(kind);
  });

  it('of numbers has its classes in their order', async () => {
    expect(
      (
        await learn(
          'y',
          repeated(2, 2, (at) => `${10 - at}`),
          'y',
        )
      ).form.target,
    ).toMatchObject({
      values: ['9', '10'],
    });
  });

  it.each([
    [['1', 'x', '2'], 'Received "x" in row 2; to predict classes, use task classification.'],
    [['3', '3', '3'], 'Received a standard deviation of 0.'],
    [['1e308', '-1e308', '1e308'], 'Received a standard deviation of '],
  ])('of %j is no number to predict', async (values, message) => {
    await expect(learn('y', values, 'y', 'regression')).rejects.toThrow(message);
  });
});

describe('a column', () => {
  it.each<[string, string[], string | undefined]>([
    ['that counts three rows', ['1', '2', '3'], 'it numbers the rows'],
    ['that counts two rows', ['1', '2'], undefined],
    ['that counts rows but for one', ['1', 'NA', '3', '4'], undefined],
    ['of equal numbers', ['4', '4', '4'], 'all its values are equal'],
    ['of equal texts', ['u', ' u ', 'u'], 'all its values are equal'],
    ['of a text of 1,000 characters', ['u'.repeat(1000), 'v', 'v'], undefined],
    ['of a longer one', ['u'.repeat(1001), 'v', 'v'], 'it has a text of more than 1000 characters'],
    ['of numbers whose squares overflow', ['1e308', '-1e308', '1e308'], undefined],
    ['of 50 texts', [...textsOf(50), 'text 0'], undefined],
    ['of 51 texts', [...textsOf(51), 'text 0'], 'it has 51 different texts'],
    ['of a text for each row', textsOf(3), 'it has 3 different texts'],
    [
      'of nine tenths of numbers',
      [...repeated(27, 1, (at) => `${at}.5`), ...textsOf(3)],
      'nearly all its values are numbers, but row 28 has "text 0"',
    ],
    ['of fewer numbers', [...repeated(26, 1, (at) => `${at}.5`), ...textsOf(4)], 'it has 30 different texts'],
    ['of 19 numbers and a text', [...repeated(19, 2, (at) => `${at}.5`), 'text 0'], undefined],
  ])('%s', async (_, values, reason) => {
    const { ignored } = await learn('x', values, 'y');
    expect(ignored.find(({ name }) => name === 'x')?.reason).toBe(reason);
  });
});
