/** How the process ends that fails. What it says, errors.test.ts has. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFolder } from './helpers/idx-folder.js';
import { nablaHere } from './helpers/run-here.js';
import { nabla, startNabla } from './helpers/run-nabla.js';
import { temporaryFolder } from './helpers/temporary-folder.js';

/** Colours are asked for, but scripts read it. */
it.each([
  ['a usage error', 2, ['train', '--epochs', '0'], '--epochs: expected a whole number of at least 1.'],
  ['bad data', 1, ['train', '--backend', 'ts', '--data', 'no/such/folder'], 'no/such/folder'],
])('%s is one line on stderr, without colours, and exit code %i', async (_, exitCode, args, message) => {
  const { code, stdout, stderr } = await nabla(args, { env: { FORCE_COLOR: '1' } });
  expect(stderr).toMatch(/^nabla: [^\n]*\n$/);
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([exitCode, '']);
});

describe('a config file that fails behind the command, or never ends, is one line and exit code 1', () => {
  it.each([
    ['Promise.reject(new Error("rejected")); export default {};', /unexpected Error: rejected/],
    ['await new Promise(() => {}); export default {};', /waits for something that never comes/],
  ])('%s', async (content, pattern) => {
    const cwd = temporaryFolder({ 'nabla.config.mjs': content });
    const { code, stderr } = await nabla(['train', '--data', idxFolder()], { cwd });
    expect(stderr).toMatch(pattern);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBe(1);
  });
});

it('a reader that leaves does not cost the model that was asked for', async () => {
  const out = join(temporaryFolder(), 'model');
  const running = startNabla(['train', '--data', idxFolder(), '--hidden', '8', '--epochs', '60', '--out', out]);
  running.child.stdout?.once('data', () => running.child.stdout?.destroy());
  expect((await running.finished).code).toBe(0);
  expect((await nablaHere(['evaluate', out])).code).toBe(0);
});
