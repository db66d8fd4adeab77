import { expect, it } from 'vitest';
import { altered } from '../checks/check-samples.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '8', '--epochs', '1'];

it.each([
  ['a timer', 'setInterval(() => {}, 1000);'],
  ['a socket', "import { createServer } from 'node:net'; createServer().listen(0, '127.0.0.1');"],
])(
  '%s that a config file leaves open does not keep the command alive',
  async (_, code) => {
    const cwd = temporaryFolder({ 'nabla.config.mjs': `${code}\nexport default { quiet: true };` });
    const { code: exitCode, stdout } = await nabla(['train', '--data', idxFolder(), ...SMALL], { cwd });
    expect(stdout).toMatch(/Training time: .*\n$/);
    expect(exitCode).toBe(0);
  },
  20_000,
);

it('writes a long result completely before the command ends', async () => {
  const cwd = temporaryFolder({
    'nabla.config.mjs': "setInterval(() => {}, 1000); export default { backend: './lengthy.mjs' };",
    'lengthy.mjs': altered("fill: () => { throw new Error('!'.repeat(10_000)); }"),
  });
  const { code, stdout } = await nabla(['conformance', '--filter', 'fill', '--json'], { cwd });
  // More than fits into a pipe.
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  expect(code).toBe(1);
});

it('warns of an unknown variable that starts with NABLA_', async () => {
  const env = { [`NABLA_${'EPOCH'}`]: '3' };
  const { code, stdout, stderr } = await nabla(['--version'], { env });
  expect(stderr).toMatch(/^nabla: the environment variable NABLA_\w+ is unknown .* Did you mean 'NABLA_EPOCHS'\?\n$/);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d/)]);
});
