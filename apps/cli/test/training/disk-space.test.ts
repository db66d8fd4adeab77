import { expect, it } from 'vitest';
import { checkDiskSpace, type FileSystemSize } from '../../src/training/disk-space.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const system = (size: FileSystemSize) => () => Promise.resolve(size);

it('refuses weights that do not fit, and says how much space is free', async () => {
  const checking = checkDiskSpace('out', 3_000_000, system({ bavail: 500, blocks: 9000, bsize: 4096 }));
  await expect(checking).rejects.toMatchObject({
    exitCode: 2,
    message:
      '--out: cannot save there: out: the model needs 3.07 MB, but only 2.05 MB are free. ' +
      'Free some space, or choose another folder.',
  });
});

it.each([
  ['there is enough space', { bavail: 749, blocks: 9000, bsize: 4096 }],
  ['the system does not report its space', { bavail: 0, blocks: 0, bsize: 4096 }],
])('accepts the folder if %s', async (_what, size) => {
  await expect(checkDiskSpace('out', 3_000_000, system(size))).resolves.toBeUndefined();
});

it('accepts the folder if the system call fails', async () => {
  const refused = () => Promise.reject(new Error('ENOSYS'));
  await expect(checkDiskSpace('out', 3_000_000, refused)).resolves.toBeUndefined();
});

it('asks the real file system', async () => {
  const folder = temporaryFolder();
  await expect(checkDiskSpace(folder, 1)).resolves.toBeUndefined();
  await expect(checkDiskSpace(folder, 2 ** 60)).rejects.toThrow(
    /the model needs 1152921504607 MB, but only [1-9][\d.]* MB are free/,
  );
});
