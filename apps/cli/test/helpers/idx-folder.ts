/** Creates tiny IDX data: images of stripes, one pattern per class. */
import { temporaryFolder } from './temporary-folder.js';

function header(magic: number, dimensions: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * dimensions.length);
  bytes.writeUInt32BE(magic, 0);
  for (const [at, dimension] of dimensions.entries()) bytes.writeUInt32BE(dimension, 4 + 4 * at);
  return bytes;
}

const IMAGES_MAGIC = 0x803;
export const LABELS_MAGIC = 0x801;

const WIDTH = 5;
const HEIGHT = 4;

export function idxLabels(labels: readonly number[], magic: number = LABELS_MAGIC): Buffer {
  return Buffer.concat([header(magic, [labels.length]), Buffer.from(labels)]);
}

/** Image i has two bright pixels at a place that depends on its label, and one that moves with i. */
export function idxImages(
  labels: readonly number[],
  magic: number = IMAGES_MAGIC,
  [height, width]: readonly [number, number] = [HEIGHT, WIDTH],
): Buffer {
  const size = width * height;
  const pixels = Buffer.alloc(labels.length * size);
  for (const [at, label] of labels.entries()) {
    pixels[at * size + ((at * 7) % size)] = 40;
    pixels[at * size + 2 * label] = 255;
    pixels[at * size + 2 * label + 1] = 200;
  }
  return Buffer.concat([header(magic, [labels.length, height, width]), pixels]);
}

export const classesInTurn = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 10);

export type IdxFiles = Record<string, Uint8Array>;

/** Returns the four files, with MNIST's names. */
export function idxFiles(trainRows = 120, testRows = 40, size?: readonly [number, number]): IdxFiles {
  const [train, test] = [classesInTurn(trainRows), classesInTurn(testRows)];
  return {
    'train-images-idx3-ubyte': idxImages(train, undefined, size),
    'train-labels-idx1-ubyte': idxLabels(train),
    't10k-images-idx3-ubyte': idxImages(test, undefined, size),
    't10k-labels-idx1-ubyte': idxLabels(test),
  };
}

/** Creates a folder of the four files. `changes` replaces some of them; undefined leaves one out. */
export function idxFolder(changes: Readonly<Record<string, Uint8Array | undefined>> = {}, files = idxFiles()): string {
  const present = Object.entries({ ...files, ...changes }).filter(
    (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
  );
  return temporaryFolder(Object.fromEntries(present));
}
