import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { altered } from './check-samples.js';
import { idxFolder } from './idx-folder.js';
import { nabla } from './run-nabla.js';
import { temporaryFolder } from './temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '8', '--epochs', '1'];

it.each([
  ['a timer', 'setInterval(() => {}, 1000);'],
  ['a socket', "import { createServer } from 'node:net'; createServer().listen(0, '127.0.0.1');"],
])(
  '%s that a config file leaves behind does not keep the command alive',
  async (_, code) => {
    const cwd = temporaryFolder({ 'nabla.config.mjs': `${code}\nexport default { quiet: true };` });
    const { code: exitCode, stdout } = await nabla(['train', '--data', idxFolder(), ...SMALL], { cwd });
    expect(stdout).toMatch(/Training time: .*\n$/);
    expect(exitCode).toBe(0);
  },
  20_000,
);

it('a long result is written to its end before the command ends', async () => {
  const cwd = temporaryFolder({
    'nabla.config.mjs': "setInterval(() => {}, 1000); export default { backend: './lengthy.mjs' };",
    'lengthy.mjs': altered("fill: () => { throw new Error('!'.repeat(10_000)); }"),
  });
  const { code, stdout } = await nabla(['conformance', '--filter', 'fill', '--json'], { cwd });
  // More than a pipe holds.
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  expect(code).toBe(1);
});

it('a variable that looks like ours and is not gets a warning', async () => {
  const env = { [`NABLA_${'EPOCH'}`]: '3' };
  const { code, stdout, stderr } = await nabla(['--version'], { env });
  expect(stderr).toMatch(/^nabla: the environment variable NABLA_\w+ is unknown .* Did you mean 'NABLA_EPOCHS'\?\n$/);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d/)]);
});

describe('nabla evaluate', () => {
  /** A model's folder with a config file that leaves a marker where it is run, and the marker's path. */
  async function modelWithConfig(): Promise<{ folder: string; marker: string }> {
    const folder = join(temporaryFolder(), 'model');
    const marker = join(temporaryFolder(), 'marker');
    expect((await nabla(['train', '--data', idxFolder(), ...SMALL, '--out', folder])).code).toBe(0);
    const code = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(marker)}, '');`;
    writeFileSync(join(folder, 'nabla.config.mjs'), `${code}\nexport default { backend: 'ts' };`);
    return { folder, marker };
  }

  it('runs no config file from the model folder, in it, below it or behind a link, and says so', async () => {
    const { folder, marker } = await modelWithConfig();
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below/nabla.config.json'), '{ "quiet": 7 }');
    const elsewhere = temporaryFolder();
    symlinkSync(join(folder, 'nabla.config.mjs'), join(elsewhere, 'nabla.config.mjs'));
    for (const [cwd, model, name] of [
      [folder, '.', 'nabla.config.mjs'],
      [join(folder, 'below'), '..', 'nabla.config.json'],
      [elsewhere, folder, 'nabla.config.mjs'],
    ] as const) {
      const { code, stdout, stderr } = await nabla(['evaluate', model], { cwd });
      expect(stderr).toContain(`nabla: ${name} was not read: it lies in the model's folder`);
      expect(stderr).toContain('name it with --config or NABLA_CONFIG.');
      expect([code, stdout]).toEqual([0, expect.stringContaining('Accuracy on the test set')]);
    }
    expect(existsSync(marker)).toBe(false);
  });

  it('imports no backend package from the model folder either', async () => {
    const { folder, marker } = await modelWithConfig();
    for (const name of ['backend-wasm', 'backend-ts']) {
      const at = join(folder, 'node_modules/@nablajs', name);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
      writeFileSync(
        join(at, 'index.js'),
        `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(marker)}, '');`,
      );
    }
    expect((await nabla(['evaluate', '.'], { cwd: folder })).code).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });

  it('runs the one of another folder, and one that --config names', async () => {
    const { folder, marker } = await modelWithConfig();
    const cwd = temporaryFolder({ 'nabla.config.json': '{ "quiet": 7 }' });
    const other = await nabla(['evaluate', folder], { cwd });
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringMatching(/quiet: expected true or false\. Received 7/),
    ]);
    expect(existsSync(marker)).toBe(false);
    const named = await nabla(['evaluate', '.', '--config', 'nabla.config.mjs'], { cwd: folder });
    expect([named.code, existsSync(marker)]).toEqual([0, true]);
  });
});
