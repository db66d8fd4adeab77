/** Stops a search in a separate process. */
import { expect, it } from 'vitest';
import { csv } from '../helpers/points.js';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SEARCH = [
  ...['search', 'points.csv', '--target', 'side', '--backend', 'ts', '--trials', '5', '--epochs', '60'],
  ...['--try', 'learningRate=0.0003..0.03', '--try', 'hidden=4,16x8', '--try', 'batchSize=4,8,16'],
];

const folder = (): string => temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour', 'side']) });

it.skipIf(!HAS_SIGNALS)('reports a stop in JSON', async () => {
  const search = startNabla([...SEARCH, '--search', 'part', '--json'], { cwd: folder() });
  await search.sees(/"trial-start","trial":1/);
  search.child.kill('SIGTERM');
  const finished = await search.finished;
  expect(jsonLines(finished).at(-1)).toMatchObject({ event: 'search-end', aborted: true, best: null });
  expect(finished.code).toBe(143);
});
