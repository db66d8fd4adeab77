import { expect, it } from 'vitest';
import { checkRoom, type FileSystemSize } from '../../src/training/disk-space.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const system = (size: FileSystemSize) => () => Promise.resolve(size);

it('refuses where the weights do not fit, and says how much there is', async () => {
  const checking = checkRoom('out', 3_000_000, system({ bavail: 500, blocks: 9000, bsize: 4096 }));
  await expect(checking).rejects.toMatchObject({
    exitCode: 2,
    message:
      '--out: cannot save there: out: the model needs 3.07 MB. Received 2.05 MB of free space; free some or choose another folder.',
  });
});

it.each([
  ['there is room', { bavail: 749, blocks: 9000, bsize: 4096 }],
  ['the system does not say', { bavail: 0, blocks: 0, bsize: 4096 }],
])('is content where %s', async (_what, size) => {
  await expect(checkRoom('out', 3_000_000, system(size))).resolves.toBeUndefined();
});

it('is content where the system cannot be asked', async () => {
  const refused = () => Promise.reject(new Error('ENOSYS'));
  await expect(checkRoom('out', 3_000_000, refused)).resolves.toBeUndefined();
});

it('asks the real file system', async () => {
  const folder = temporaryFolder();
  await expect(checkRoom(folder, 1)).resolves.toBeUndefined();
  await expect(checkRoom(folder, 2 ** 60)).rejects.toThrow(
    /the model needs 1152921504607 MB\. Received [1-9][\d.]* MB/,
  );
});
