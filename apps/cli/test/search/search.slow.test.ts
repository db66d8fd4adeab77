/** Stops and kills a search in separate processes. search.test.ts stops one in its own, after every event. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { csv } from '../helpers/points.js';
import { HAS_SIGNALS, type JsonEvent, jsonLines, nabla, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SEARCH = [
  ...['search', 'points.csv', '--target', 'side', '--backend', 'ts', '--trials', '5', '--epochs', '60'],
  ...['--try', 'learningRate=0.0003..0.03', '--try', 'hidden=4,16x8', '--try', 'batchSize=4,8,16'],
];

const folder = (): string => temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour', 'side']) });

const trialsOf = (search: string): JsonEvent[] =>
  jsonLines({ stdout: readFileSync(join(search, 'trials.jsonl'), 'utf8') }).map((line) => ({ ...line, seconds: 0 }));

it.skipIf(!HAS_SIGNALS)('ends with the results of a search that never stopped, after a stop and a kill', async () => {
  const cwd = folder();
  const whole = await nabla([...SEARCH, '--search', 'whole'], { cwd });
  expect(whole.code, whole.stderr).toBe(0);

  const stopped = startNabla([...SEARCH, '--search', 'part'], { cwd });
  await stopped.sees(/\nTrial 2 of 5: /);
  const second = await nabla(['search', '--resume', 'part'], { cwd });
  expect(second.stderr).toContain(`Received a lock of process ${stopped.child.pid}`);
  expect(second.code).toBe(1);
  stopped.child.kill('SIGINT');
  const { code, stdout, stderr } = await stopped.finished;
  expect(code).toBe(130);
  expect(stderr).toMatch(/nabla: stopping after the current step; press Ctrl-C again to stop at once\.\n/);
  expect(stderr).toMatch(/\nTo continue: nabla search --resume part\n$/);
  expect(stdout).toMatch(/^rank {2}trial {2}accuracy .*\n1 /);
  const ended = trialsOf(join(cwd, 'part')).length;
  expect(ended).toBeGreaterThanOrEqual(2);
  expect(ended).toBeLessThan(5);

  const killed = startNabla(['search', '--resume', 'part', '--json'], { cwd });
  await killed.sees(/"trial-start"/);
  const run = join(cwd, 'part', `trial-00${ended + 1}`, 'checkpoints');
  await expect.poll(() => readdirSync(run).filter((name) => /^\d/.test(name)).length).toBeGreaterThan(0);
  killed.child.kill('SIGKILL');
  await killed.finished;
  expect(trialsOf(join(cwd, 'part')).length).toBeLessThan(5);

  const resumed = await nabla(['search', '--resume', 'part'], { cwd });
  expect(resumed.code, resumed.stderr).toBe(0);
  const text = (search: string): string =>
    readFileSync(join(cwd, search, 'trials.jsonl'), 'utf8').replace(/"seconds":[^,}]+/g, '"seconds":0');
  expect(text('part')).toBe(text('whole'));
});
