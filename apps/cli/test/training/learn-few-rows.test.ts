/** Learns tables of a few rows, which are cut into fewer folds or learned by one network. */
import { describe, expect, it } from 'vitest';
import { csv, rows } from '../helpers/points.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

describe('a table of a few rows', () => {
  const FLAGS = ['--target', 'side', '--effort', '0.001', '--no-run', '--json', '--backend', 'wasm'];
  const folderOf = (count: number): string =>
    temporaryFolder({ 'points.csv': csv(['x', 'y', 'side'], rows.slice(0, count)) });
  const few = (count: number, ...args: string[]) =>
    nablaHere(['train', 'points.csv', ...FLAGS, ...args], { cwd: folderOf(count) });

  it('of 4 is cut into 2 folds', async () => {
    const { stdout, stderr, code } = await few(4);
    expect(code, stderr).toBe(0);
    const [start, trial, done] = jsonLines({ stdout });
    expect(start).toMatchObject({ preset: 'table', rows: 4, testRows: 4, folds: 2 });
    expect(trial?.['losses']).toHaveLength(2);
    expect(done).toMatchObject({ event: 'done', members: 2 });
  });

  it('of 9 is cut into 4 folds', async () => {
    const args = ['train', 'points.csv', ...FLAGS];
    const begun = await nablaStopped(args, [/"event":"start"/, 'SIGINT'], { cwd: folderOf(9) });
    expect(jsonLines(begun)).toMatchObject([{ preset: 'table', rows: 9, testRows: 9, folds: 4 }]);
  });

  it('is learned by one network if it has fewer rows than the folds need, and says why', async () => {
    const args = ['train', 'points.csv', ...FLAGS, '--folds', '5'];
    const { stdout, stderr, code } = await nablaStopped(args, [/"event":"start"/, 'SIGINT'], { cwd: folderOf(9) });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('points.csv: 9 rows are too few for 5 folds, so the preset is table-fast.\n');
    expect(jsonLines({ stdout })[0]).toMatchObject({ preset: 'table-fast', testRows: 1, weightDecay: 1 });
    expect((await few(9, '--folds', '5', '--group', 'x')).stderr).toContain(
      '--group: it needs the preset table, which does not take points.csv: 9 rows are too few',
    );
  });

  it('has at least two folds of two rows', async () => {
    const refused = await few(3);
    const message = 'nabla: points.csv: expected at least 4 rows with a target, for 2 folds. Received 3.\n';
    expect([refused.code, refused.stderr]).toEqual([1, message]);
    expect((await few(4, '--folds', '3')).stderr).toContain('at least 6 rows with a target, for 3 folds. Received 4.');
    expect((await few(3, '--validation', '0.4')).stderr).toContain('3 rows are too few for 2 folds, so the preset is');
  });
});
