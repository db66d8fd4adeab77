import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIZE = 28;

/**
 * Writes the four files of an MNIST-like folder. An image of class c has a bright bar across rows 2c and 2c + 1, and a
 * dot at a varying place.
 */
export function stripedFolder(trainRows: number, testRows: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-stripes-'));
  for (const [part, rows] of [
    ['train', trainRows],
    ['t10k', testRows],
  ] as const) {
    writeFileSync(join(folder, `${part}-images-idx3-ubyte.gz`), gzipSync(images(rows)));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), labels(rows));
  }
  return folder;
}

function images(rows: number): Buffer {
  const pixels = Buffer.alloc(rows * SIZE * SIZE);
  for (let at = 0; at < rows; at++) {
    const start = at * SIZE * SIZE;
    pixels.fill(200, start + 2 * (at % 10) * SIZE, start + 2 * ((at % 10) + 1) * SIZE);
    pixels[start + ((at * 37) % (SIZE * SIZE))] = 255;
  }
  return Buffer.concat([header(0x803, [rows, SIZE, SIZE]), pixels]);
}

function labels(rows: number): Buffer {
  return Buffer.concat([header(0x801, [rows]), Buffer.from(Array.from({ length: rows }, (_, at) => at % 10))]);
}

function header(magic: number, dimensions: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * dimensions.length);
  for (const [at, number] of [magic, ...dimensions].entries()) bytes.writeUInt32BE(number, 4 * at);
  return bytes;
}
