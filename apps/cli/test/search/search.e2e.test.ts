/** Stops a search in a separate process. */
import { expect, it } from 'vitest';
import { HAS_SIGNALS, jsonLines, startNabla } from '../helpers/run-nabla.js';
import { SEARCH, searchFolder } from '../helpers/small-search.js';

it.skipIf(!HAS_SIGNALS)('reports a stop in JSON', async () => {
  const search = startNabla([...SEARCH, '--search', 'part', '--json'], { cwd: searchFolder() });
  await search.sees(/"trial-start","trial":1/);
  search.child.kill('SIGTERM');
  const finished = await search.finished;
  expect(jsonLines(finished).at(-1)).toMatchObject({ event: 'search-end', aborted: true, best: null });
  expect(finished.code).toBe(143);
});
