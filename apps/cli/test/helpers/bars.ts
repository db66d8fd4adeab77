/** Creates folders of images with two classes: horizontal bars and vertical bars. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { temporaryFolder } from './temporary-folder.js';

export const SIZE = 12;

/** Draws a horizontal or a vertical bar, at a position that depends on the index. */
export function bar(isDown: boolean, index: number, channels: 1 | 3 = 1, size = SIZE): Uint8Array {
  const data = new Uint8Array(size * size * channels);
  const at = 1 + (index % (size - 3));
  for (let along = 0; along < size; along++) {
    for (const across of [at, at + 1]) {
      const pixel = isDown ? along * size + across : across * size + along;
      // In a colour image, the bar is red.
      data.fill(200 + (index % 50), pixel * channels, pixel * channels + 1);
    }
  }
  return encode({ width: size, height: size, data, channels, depth: 8 });
}

/** Returns a folder with the subfolders bars/across and bars/down: by default one that the test's end removes. */
export function folderOfBars(count = 40, channels: 1 | 3 = 1, size = SIZE, folder = temporaryFolder()): string {
  for (const [name, isDown] of [
    ['across', false],
    ['down', true],
  ] as const) {
    mkdirSync(join(folder, 'bars', name), { recursive: true });
    for (let index = 0; index < count; index++)
      writeFileSync(join(folder, 'bars', name, `${index}.png`), bar(isDown, index, channels, size));
  }
  return folder;
}
