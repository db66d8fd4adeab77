import { allocate, type DenseArray, dense, dtypeOf, formatShape, isFloat, NablaError } from '@nablajs/core';
import { Moments } from './moments.js';

/** How a column is standardised: (value - mean) / standardDeviation. */
export type Scale = {
  readonly mean: number;
  /** Above 0. */
  readonly standardDeviation: number;
};

/**
 * Scales the columns of a matrix to mean 0 and standard deviation 1, as learned from the training data.
 *
 * @example
 * ```ts
 * const standardizer = Standardizer.fit(trainX);
 * const trainInputs = standardizer.transform(trainX);
 * const testInputs = standardizer.transform(testX); // with the scales of the training data
 * const again = new Standardizer(JSON.parse(JSON.stringify(standardizer.scales))); // saved with a model
 * ```
 */
export class Standardizer {
  /** The scale of each column. Plain JSON, so you can save it with a model. */
  readonly scales: readonly Scale[];

  /**
   * Creates a standardizer with known scales.
   *
   * @throws NablaError `argument` if a mean is not finite, or a standard deviation is not above 0.
   */
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
   * Learns the scales of floats x [n, columns]. The standard deviation is that of the population. If all values of a
   * column are equal, its standard deviation is set to 1.
   *
   * @throws NablaError `shape` or `dtype` for other arrays, or `argument` if n is 0.
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

  /** Standardises x [n, columns]. Returns a new array of the same dtype. */
  transform(x: DenseArray): DenseArray {
    return this.#map('transform', x, (value, { mean, standardDeviation }) => (value - mean) / standardDeviation);
  }

  /** Undoes `transform`, up to rounding. Returns a new array of the same dtype. */
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
