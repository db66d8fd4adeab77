import { expect, it } from 'vitest';
import { altered } from '../checks/check-samples.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nabla } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '8', '--epochs', '1'];

it('warns of an unknown variable; what a config file leaves open does not keep the command alive', async () => {
  const config = `import { createServer } from 'node:net';
    setInterval(() => {}, 1000);
    createServer().listen(0, '127.0.0.1');
    export default { quiet: true };`;
  const args = ['train', '--data', idxFolder(), ...SMALL];
  const env = { [`NABLA_${'EPOCH'}`]: '3' };
  const cwd = temporaryFolder({ 'nabla.config.mjs': config });
  const { code, stdout, stderr } = await nabla(args, { cwd, env });
  expect(stderr).toMatch(/^nabla: the environment variable NABLA_\w+ is unknown .* Did you mean 'NABLA_EPOCHS'\?\n/);
  expect(stdout).toMatch(/Training time: .*\n$/);
  expect(code).toBe(0);
}, 20_000);

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
