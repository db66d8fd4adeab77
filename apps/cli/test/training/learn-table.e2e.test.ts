/** Stops the search of the preset `table` by signals. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv, rows } from '../helpers/points.js';
import { HAS_SIGNALS, jsonLines, nabla, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const ENDLESS = ['train', 'points.csv', '--target', 'side', '--effort', '1000', '--folds', '2', '--backend', 'wasm'];

describe.skipIf(!HAS_SIGNALS)('a signal', () => {
  it('keeps the best so far, and the run can go on', async () => {
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'y', 'side'], rows.slice(0, 60)) });
    const run = startNabla([...ENDLESS, '--run', 'run', '--out', 'model', '--json'], { cwd });
    await run.sees(/"trial":2,/);
    run.child.kill('SIGINT');
    const result = await run.finished;
    expect(result.code).toBe(130);
    const done = jsonLines(result).at(-1);
    expect(done).toMatchObject({ event: 'done', aborted: true, out: join(cwd, 'model'), members: 2 });
    expect(result.stderr).toContain('To continue: nabla train --resume run\n');
    expect((await nabla(['predict', 'run', 'points.csv', '--csv'], { cwd })).code).toBe(0);

    const trials = readFileSync(join(cwd, 'run/trials.jsonl'), 'utf8').trimEnd().split('\n').length;
    const resumed = startNabla(['train', '--resume', 'run', '--json'], { cwd });
    await resumed.sees(/"event":"start"/);
    resumed.child.kill('SIGTERM');
    const stopped = await resumed.finished;
    expect(stopped.code, stopped.stderr).toBe(143);
    expect(jsonLines(stopped)[0]).toMatchObject({ resumed: { trials } });
  });

  it('before the first trial saves nothing, and says so', async () => {
    const cwd = temporaryFolder({ 'points.csv': csv(['x', 'y', 'side'], rows) });
    const run = startNabla([...ENDLESS, '--no-run', '--out', 'model'], { cwd });
    await run.sees(/All rows are tested/);
    run.child.kill('SIGINT');
    const { code, stderr, stdout } = await run.finished;
    expect(code).toBe(130);
    expect(stdout).not.toContain('Accuracy');
    expect(stderr).toContain('nabla: stopped before a trial was done, so there is no model to save.\n');
  });
});
