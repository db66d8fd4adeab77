import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '8', '--epochs', '1'];

describe('nabla evaluate', () => {
  /** Creates a model's folder with a config file that writes a marker if it runs. Returns both paths. */
  async function modelWithConfig(): Promise<{ folder: string; marker: string }> {
    const folder = join(temporaryFolder(), 'model');
    const marker = join(temporaryFolder(), 'marker');
    expect((await nablaHere(['train', '--data', idxFolder(), ...SMALL, '--out', folder])).code).toBe(0);
    const code = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(marker)}, '');`;
    writeFileSync(join(folder, 'nabla.config.mjs'), `${code}\nexport default { backend: 'ts' };`);
    return { folder, marker };
  }

  it('warns of a config file in the model folder, below it or behind a link, and does not run it', async () => {
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
      const { code, stdout, stderr } = await nablaHere(['evaluate', model], { cwd });
      expect(stderr).toContain(`nabla: ${name} was not read: it lies in the model's folder`);
      expect(stderr).toContain('name it with --config or NABLA_CONFIG.');
      expect([code, stdout]).toEqual([0, expect.stringContaining('Accuracy on the test set')]);
    }
    expect(existsSync(marker)).toBe(false);
  });

  it('does not import a backend package from the model folder', async () => {
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
    expect((await nablaHere(['evaluate', '.'], { cwd: folder })).code).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });

  it('runs a config file from another folder, and one that --config names', async () => {
    const { folder, marker } = await modelWithConfig();
    const cwd = temporaryFolder({ 'nabla.config.json': '{ "quiet": 7 }' });
    const other = await nablaHere(['evaluate', folder], { cwd });
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringMatching(/quiet: expected true or false\. Received 7/),
    ]);
    expect(existsSync(marker)).toBe(false);
    const named = await nablaHere(['evaluate', '.', '--config', 'nabla.config.mjs'], { cwd: folder });
    expect([named.code, existsSync(marker)]).toEqual([0, true]);
  });
});
