/** Stops the search of the preset `table` by signals, in this process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv, rows } from '../helpers/points.js';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const ENDLESS = ['train', 'points.csv', '--target', 'side', '--effort', '1000', '--folds', '2', '--backend', 'wasm'];

describe('a signal', () => {
  it('keeps the best so far, and the run can go on', async () => {
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'y', 'side'], rows.slice(0, 60)) });
    const args = [...ENDLESS, '--run', 'run', '--out', 'model', '--json'];
    const result = await nablaStopped(args, [/"trial":2,/, 'SIGINT'], { cwd });
    expect(result.code).toBe(130);
    const done = jsonLines(result).at(-1);
    expect(done).toMatchObject({ event: 'done', aborted: true, out: join(cwd, 'model'), members: 2 });
    expect(result.stderr).toContain('To continue: nabla train --resume run\n');
    expect((await nablaHere(['predict', 'run', 'points.csv', '--csv'], { cwd })).code).toBe(0);

    const trials = readFileSync(join(cwd, 'run/trials.jsonl'), 'utf8').trimEnd().split('\n').length;
    const resume = ['train', '--resume', 'run', '--json'];
    const stopped = await nablaStopped(resume, [/"event":"start"/, 'SIGTERM'], { cwd });
    expect(stopped.code, stopped.stderr).toBe(143);
    expect(jsonLines(stopped)[0]).toMatchObject({ resumed: { trials } });
  });

  it('before the first trial saves nothing, and says so', async () => {
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'y', 'side'], rows) });
    const args = [...ENDLESS, '--no-run', '--out', 'model'];
    const { code, stderr, stdout } = await nablaStopped(args, [/All rows are tested/, 'SIGINT'], { cwd });
    expect(code).toBe(130);
    expect(stdout).not.toContain('Accuracy');
    expect(stderr).toContain('nabla: stopped before a trial was done, so there is no model to save.\n');
  });
});
