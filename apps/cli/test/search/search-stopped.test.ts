/** Stops a search by a signal, in this process. */
import { expect, it } from 'vitest';
import { nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { SEARCH, searchFolder } from '../helpers/small-search.js';

it('reports a stop in JSON', async () => {
  const args = [...SEARCH, '--search', 'part', '--json'];
  const finished = await nablaStopped(args, [/"trial-start","trial":1/, 'SIGTERM'], { cwd: searchFolder() });
  expect(jsonLines(finished).at(-1)).toMatchObject({ event: 'search-end', aborted: true, best: null });
  expect(finished.code).toBe(143);
});
