/** How a failing process ends. errors.test.ts tests its messages. */
import { describe, expect, it } from 'vitest';
import { idxFolder } from './helpers/idx-folder.js';
import { nabla } from './helpers/run-nabla.js';
import { temporaryFolder } from './helpers/temporary-folder.js';

const ERRORS: readonly [string, number, readonly string[], string][] = [
  ['a usage error', 2, ['train', '--epochs', '0'], '--epochs: expected a whole number of at least 1.'],
  ['bad data', 1, ['train', '--backend', 'ts', '--data', 'no/such/folder'], 'no/such/folder'],
];

// FORCE_COLOR is ignored if stderr is not a terminal.
const env = { FORCE_COLOR: '1' };

// They end the process in the same way as a config file that fails.
it.runIf(process.env['NABLA_SLOW'] === '1').each(ERRORS)(
  '%s is one line on stderr, without colours, and exit code %i',
  async (_, exitCode, args, message) => {
    const { code, stdout, stderr } = await nabla(args, { env });
    expect(stderr).toMatch(/^nabla: [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([exitCode, '']);
  },
);

describe('a config file that fails in the background, or never ends, is one line and exit code 1', () => {
  it.each([
    ['Promise.reject(new Error("rejected")); export default {};', /unexpected Error: rejected/],
    ['await new Promise(() => {}); export default {};', /an await never ended/],
  ])('%s', async (content, pattern) => {
    const cwd = temporaryFolder({ 'nabla.config.mjs': content });
    const { code, stderr } = await nabla(['train', '--data', idxFolder()], { cwd, env });
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^nabla: [^\n]*\n$/);
    expect(code).toBe(1);
  });
});
