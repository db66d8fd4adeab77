import { allocate, type DenseArray, dense, dtypeOf, formatShape, isFloat, NablaError } from '@nablajs/core';
import { Moments } from './moments.js';

/** What a column is standardised with: (value - mean) / standardDeviation. */
export type Scale = {
  readonly mean: number;
  /** Above 0. */
  readonly standardDeviation: number;
};

/**
 * Scales each column of a matrix to mean 0 and standard deviation 1, as it was in the data that `fit` saw.
 *
 * ```ts
 * const standardizer = Standardizer.fit(trainX);
 * const inputs = standardizer.transform(testX); // the test data get the scales of the training data
 * ```
 */
export class Standardizer {
  /** One for each column. Plain JSON, so that it can be saved with a model. */
  readonly scales: readonly Scale[];

  /** Throws a NablaError of code `argument` for a mean that is not finite or a standard deviation that is not above 0. */
  constructor(scales: readonly Scale[]) {
    for (const [column, { mean, standardDeviation }] of scales.entries()) {
      if (Number.isFinite(mean) && Number.isFinite(standardDeviation) && standardDeviation > 0) continue;
      const received = `${mean} and ${standardDeviation}`;
      throw new NablaError(
        'argument',
        `Standardizer: column ${column}: expected a finite mean and a standard deviation > 0. Received ${received}.`,
      );
    }
    this.scales = scales;
  }

  /**
   * Learns the scales of x [n, columns], floats. The standard deviation is that of the population; a column whose values
   * are all equal keeps 1. Throws a NablaError of code `shape` or `dtype` for other arrays, of code `argument` for n = 0.
   */
  static fit(x: DenseArray): Standardizer {
    const [rows, columns] = checkMatrix('fit', x);
    if (rows === 0) throw new NablaError('argument', 'Standardizer.fit: expected at least one row. Received none.');
    const moments = Array.from({ length: columns }, () => new Moments());
    for (const [index, value] of x.data.entries()) moments[index % columns]?.add(value);
    return new Standardizer(
      moments.map(({ mean, standardDeviation }) => ({ mean, standardDeviation: standardDeviation || 1 })),
    );
  }

  /** x [n, columns], standardised, as a new array of the same dtype. */
  transform(x: DenseArray): DenseArray {
    return this.#map('transform', x, (value, { mean, standardDeviation }) => (value - mean) / standardDeviation);
  }

  /** The values that `transform` was given, up to rounding, as a new array of the same dtype. */
  inverse(x: DenseArray): DenseArray {
    return this.#map('inverse', x, (value, { mean, standardDeviation }) => value * standardDeviation + mean);
  }

  #map(name: string, x: DenseArray, f: (value: number, scale: Scale) => number): DenseArray {
    const [, columns] = checkMatrix(name, x);
    if (columns !== this.scales.length) {
      const received = formatShape(x.shape);
      throw new NablaError(
        'shape',
        `Standardizer.${name}: expected ${this.scales.length} columns. Received ${received}.`,
      );
    }
    const result = allocate(dtypeOf(x.data) ?? 'float64', x.data.length);
    for (const [index, value] of x.data.entries()) result[index] = f(value, this.scales[index % columns] as Scale);
    return dense(result, x.shape);
  }
}

function checkMatrix(name: string, { data, shape }: DenseArray): readonly [rows: number, columns: number] {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined || data.length !== rows * columns) {
    throw new NablaError('shape', `Standardizer.${name}: expected [n, columns]. Received ${formatShape(shape)}.`);
  }
  const dtype = dtypeOf(data);
  if (dtype === undefined || !isFloat(dtype)) {
    throw new NablaError('dtype', `Standardizer.${name}: expected floats. Received ${dtype}; convert them.`);
  }
  return [rows, columns];
}
