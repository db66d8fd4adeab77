/** `nabla conformance` with every case. */
import { expect, it } from 'vitest';
import { jsonLines, nabla } from '../helpers/run-nabla.js';

it('ts conforms', async () => {
  const finished = await nabla(['conformance', '--backend', 'ts', '--json']);
  expect([finished.code, finished.stderr]).toEqual([0, '']);
  const [object] = jsonLines(finished);
  // The masks of dropout: backend-ts leaves them to core.
  expect(object).toMatchObject({ ok: true, failed: 0, declared: 0, notApplicable: 70, filter: null });
  expect(object?.['cases']).toHaveLength((object?.['passed'] as number) + 70);
  expect(object?.['passed']).toBeGreaterThan(3500);
});
