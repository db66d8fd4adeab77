/** The images of the recorded runs. */
import { allocate, type CsrArray, type DenseArray, type FloatDType } from '@nablajs/core';

export interface Pixels {
  /** Bytes, 784 in each row. */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

export interface MnistPixels {
  readonly train: Pixels;
  readonly test: Pixels;
}

/** Splits the unpacked fixtures/mnist-2024.bin.gz into 1,024 training images and 1,000 test images of MNIST. */
export function splitPixels(bytes: Uint8Array): MnistPixels {
  let offset = 0;
  const take = (length: number): Uint8Array => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const pixels = (rows: number): Pixels => ({ images: take(rows * 784), labels: Int32Array.from(take(rows)) });
  return { train: pixels(1024), test: pixels(1000) };
}

/** Returns pixels divided by 255, [rows, 784], in one of the two layouts. */
export function pixelArray(images: Uint8Array, dtype: FloatDType, layout: 'dense' | 'csr'): DenseArray | CsrArray {
  const rows = images.length / 784;
  const values = allocate(dtype, images.length);
  for (const [at, byte] of images.entries()) values[at] = byte / 255;
  if (layout === 'dense') return { layout, shape: [rows, 784], data: values };
  const rowOffsets = new Int32Array(rows + 1);
  const columns: number[] = [];
  for (let i = 0; i < images.length; i++) {
    if (images[i] !== 0) columns.push(i % 784);
    if (i % 784 === 783) rowOffsets[(i + 1) / 784] = columns.length;
  }
  return {
    layout,
    shape: [rows, 784],
    rowOffsets,
    columns: Int32Array.from(columns),
    values: values.filter((value) => value !== 0),
  };
}
