import { describe, expect, it } from 'vitest';
import { nablaHere, nablaStopped } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';

describe('nabla conformance', () => {
  it('prints one object, with ok first, and exits with 0', async () => {
    const finished = await nablaHere([
      'conformance',
      '--backend',
      'ts',
      '--dtype',
      'float64',
      '--filter',
      'erf',
      '--json',
    ]);
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(finished.stdout.startsWith('{"ok":true,"passed":')).toBe(true);
    const [object, ...others] = jsonLines(finished);
    expect(others).toEqual([]);
    expect(object).toMatchObject({ ok: true, failed: 0, declared: 0, notApplicable: 0, dtypes: ['float64'] });
    expect(object?.['cases']).toHaveLength(object?.['passed'] as number);
  });

  it('says after Ctrl-C that it proves nothing, and exits with 130', async () => {
    const args = ['conformance', '--backend', 'ts'];
    const { code, stdout, stderr } = await nablaStopped(args, [/Gates in float64/, 'SIGINT']);
    expect(code).toBe(130);
    expect(stdout).not.toContain('passed');
    expect(stderr).toBe('nabla: stopped by Ctrl-C before the check was complete, so it proves nothing.\n');
  });

  it('exits with 2 for an unknown dtype', async () => {
    const { code, stderr } = await nablaHere(['conformance', '--dtype', 'float16']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "nabla: --dtype: expected one of float32, float64. Received 'float16'. Did you mean 'float32'?" +
        ' See https://nablajs.github.io/nabla/packages/cli#settings-of-nabla-train\n',
    );
  });
});
