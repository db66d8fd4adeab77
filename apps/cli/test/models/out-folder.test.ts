import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareOutFolder } from '../../src/models/out-folder.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

describe('prepareOutFolder', () => {
  it('creates the folder and its parents, and leaves it empty', async () => {
    const folder = join(temporaryFolder(), 'a/b/c');
    await prepareOutFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps existing files', async () => {
    const folder = temporaryFolder({ 'notes.txt': 'mine' });
    await prepareOutFolder(folder);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it('refuses a name of another format, and creates nothing', async () => {
    const folder = temporaryFolder();
    await expect(prepareOutFolder(join(folder, 'm.onnx'))).rejects.toEqual(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(
          /Received m\.onnx; .* such as m, then: nabla export m --to onnx --out m\.onnx\.$/,
        ),
      }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a model.json that is not nabla's", async () => {
    const folder = temporaryFolder({ 'model.json': '{"mine": true}' });
    await expect(prepareOutFolder(folder)).rejects.toEqual(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(/^--out: cannot save there: .*model\.json/),
      }),
    );
  });

  it('refuses a file, and a folder below one', async () => {
    const folder = temporaryFolder({ file: '' });
    for (const path of [join(folder, 'file'), join(folder, 'file/model')]) {
      await expect(prepareOutFolder(path)).rejects.toEqual(
        expect.objectContaining({
          exitCode: 2,
          message: expect.stringMatching(/^--out: cannot save there: .*a file, not a folder/),
        }),
      );
    }
  });

  it.runIf(existsSync('/proc/self'))('refuses a folder that the system does not create', async () => {
    await expect(prepareOutFolder('/proc/nabla-model')).rejects.toThrow(
      /^--out: cannot save there: \/proc\/nabla-model: /,
    );
  });
});
