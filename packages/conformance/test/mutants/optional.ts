/** Mistakes in the CSR group and in fused kernels. */
import type { Backend, CsrArray, CsrKernels, FusedKernels, MaskDraw, Operand, TypedArray } from '@nablajs/core';
import { elements, type Mutant } from './mutant.js';

/** The backends under test have both groups whole. */
type Whole = Backend & { readonly csr: CsrKernels; readonly fused: Required<FusedKernels> };

const csrMutant =
  (change: (csr: CsrKernels, right: Backend) => Partial<Backend>): Mutant['mutate'] =>
  (right) =>
    change((right as Whole).csr, right);

const fusedMutant =
  (change: (fused: Required<FusedKernels>, right: Backend) => FusedKernels): Mutant['mutate'] =>
  (right) => ({ fused: { ...right.fused, ...change((right as Whole).fused, right) } });

function withoutStoredZeros({ rowOffsets, values, columns, ...rest }: CsrArray): CsrArray {
  const kept = Array.from(values.keys()).filter((entry) => values[entry] !== 0);
  return {
    ...rest,
    rowOffsets: rowOffsets.map((offset) => kept.filter((entry) => entry < offset).length),
    columns: Int32Array.from(kept, (entry) => columns[entry] as number),
    values: values.filter((value) => value !== 0),
  };
}

function add(storage: unknown, amount: number): void {
  const array = storage as TypedArray;
  for (let i = 0; i < array.length; i++) array[i] = (array[i] as number) + amount;
}

/** Of a matrix that is not transposed. */
function runningSums(product: Float32Array, a: Operand, b: Operand): void {
  const { rowOffsets, columns, values } = a.storage as CsrArray;
  const right = elements(b);
  const width = b.shape[1] as number;
  for (let flat = 0; flat < product.length; flat++) {
    const [row, j] = [Math.floor(flat / width), flat % width];
    let total = 0;
    for (let entry = rowOffsets[row] as number; entry < (rowOffsets[row + 1] as number); entry++) {
      const term = (values[entry] as number) * (right[(columns[entry] as number) * width + j] as number);
      total = Math.fround(total + Math.fround(term));
    }
    product[flat] = total;
  }
}

/** x' dY, row by row. */
function runningOuter(dW: Float32Array, x: Operand, dY: Operand): void {
  const [rows, k] = x.shape as [number, number];
  const m = dY.shape[1] as number;
  dW.fill(0);
  for (let flat = 0; flat < rows * k * m; flat++) {
    const [row, i, j] = [Math.floor(flat / (k * m)), Math.floor(flat / m) % k, flat % m];
    const term = (elements(x)[row * k + i] as number) * (elements(dY)[row * m + j] as number);
    dW[i * m + j] = (dW[i * m + j] as number) + Math.fround(term);
  }
}

function mistakenMasks(mistakes: Readonly<Record<string, Partial<MaskDraw>>>): Mutant[] {
  return Object.entries(mistakes).map(([mistake, change]) => ({
    mistake,
    kernels: ['fused.dropoutMask'],
    code: 'mismatch',
    mutate: fusedMutant(({ dropoutMask }) => ({
      dropoutMask: (shape, dtype, draw) => dropoutMask(shape, dtype, { ...draw, ...change }),
    })),
  }));
}

/** What `finiteCheck` gives of operands that all are good. */
function health(backend: Backend, operands: readonly Operand[], isGood: (x: number[]) => boolean): unknown {
  const good = operands.every((x) => isGood(Array.from(elements(x))));
  return backend.fill([], good ? 0 : Number.NaN, (operands[0] as Operand).dtype);
}

export const optionalMistakes: readonly Mutant[] = [
  {
    mistake: 'csr.upload drops stored zeros',
    kernels: ['csr.matmul'],
    code: 'mismatch',
    mutate: csrMutant((csr) => ({ csr: { ...csr, upload: (matrix) => csr.upload(withoutStoredZeros(matrix)) } })),
  },
  {
    mistake: 'csr.matmul ignores transposeA of a square matrix',
    kernels: ['csr.matmul'],
    code: 'mismatch',
    mutate: csrMutant((csr) => ({
      csr: { ...csr, matmul: (a, b, transposeA) => csr.matmul(a, b, transposeA && a.shape[0] !== a.shape[1]) },
    })),
  },
  {
    mistake: 'csr.matmul is a running float32 sum',
    kernels: ['csr.matmul'],
    code: 'mismatch',
    mutate: csrMutant((csr) => ({
      csr: {
        ...csr,
        matmul: (a, b, transposeA) => {
          const product = csr.matmul(a, b, transposeA);
          if (product instanceof Float32Array && !transposeA) runningSums(product, a, b);
          return product;
        },
      },
    })),
  },
  {
    mistake: 'denseBackward adds up dW in one running float32 sum',
    kernels: ['fused.denseBackward'],
    code: 'mismatch',
    mutate: fusedMutant(({ denseBackward }) => ({
      denseBackward: (x, csr, w, y, dY, activation, needDX, needDB) => {
        const made = denseBackward(x, csr, w, y, dY, activation, needDX, needDB);
        if (!csr && activation === 'none' && made.dW instanceof Float32Array) runningOuter(made.dW, x, dY);
        return made;
      },
    })),
  },
  {
    mistake: "csr.upload keeps the caller's arrays",
    kernels: ['csr.upload'],
    code: 'operand',
    mutate: csrMutant((csr, { release }) => {
      const kept = new Set<unknown>();
      return {
        csr: {
          ...csr,
          upload: (matrix) => {
            kept.add(matrix);
            return matrix;
          },
        },
        release: (storage) => {
          if (!kept.delete(storage)) release(storage);
        },
      };
    }),
  },
  {
    mistake: 'dense forgets the bias',
    kernels: ['fused.dense'],
    code: 'mismatch',
    mutate: fusedMutant(({ dense }) => ({
      dense: (x, csr, w, _b, activation) => dense(x, csr, w, undefined, activation),
    })),
  },
  {
    mistake: 'the relu of dense turns NaN into 0',
    kernels: ['fused.dense'],
    code: 'mismatch',
    mutate: fusedMutant(({ dense }) => ({
      dense: (x, csr, w, b, activation) => {
        const y = dense(x, csr, w, b, activation) as TypedArray;
        if (activation === 'relu')
          y.forEach((value, i) => {
            if (Number.isNaN(value)) y[i] = 0;
          });
        return y;
      },
    })),
  },
  {
    mistake: 'denseBackward lets the gradient through where y is 0',
    kernels: ['fused.denseBackward'],
    code: 'mismatch',
    mutate: fusedMutant(({ denseBackward }) => ({
      denseBackward: (x, csr, w, y, dY, activation, needDX, needDB) => {
        const lifted = { ...y, storage: elements(y).map((value) => (value === 0 ? 1 : value)) };
        return denseBackward(x, csr, w, lifted, dY, activation, needDX, needDB);
      },
    })),
  },
  {
    mistake: 'denseBackward averages db over the rows',
    kernels: ['fused.denseBackward'],
    code: 'mismatch',
    mutate: fusedMutant(({ denseBackward }) => ({
      denseBackward: (...args) => {
        const made = denseBackward(...args);
        const db = made.db as TypedArray | undefined;
        db?.forEach((value, i) => {
          db[i] = value / (args[0].shape[0] as number);
        });
        return made;
      },
    })),
  },
  {
    mistake: 'softmaxCrossEntropy ignores label smoothing',
    kernels: ['fused.softmaxCrossEntropy', 'labelCrossEntropy'],
    code: 'mismatch',
    mutate: fusedMutant(({ softmaxCrossEntropy }) => ({
      softmaxCrossEntropy: (logits, labels, _smoothing, scale) => softmaxCrossEntropy(logits, labels, 0, scale),
    })),
  },
  {
    mistake: 'softmaxCrossEntropy adds an epsilon to the probability',
    kernels: ['fused.softmaxCrossEntropy', 'labelCrossEntropy'],
    code: 'mismatch',
    mutate: fusedMutant(({ softmaxCrossEntropy }) => ({
      softmaxCrossEntropy: (...args) => {
        const made = softmaxCrossEntropy(...args);
        add(made.loss, -1e-4);
        return made;
      },
    })),
  },
  {
    mistake: 'sgd ignores nesterov',
    kernels: ['fused.sgd'],
    code: 'mismatch',
    mutate: fusedMutant(({ sgd }) => ({ sgd: (p, g, v, options) => sgd(p, g, v, { ...options, nesterov: false }) })),
  },
  {
    mistake: 'sgd dampens the first step',
    kernels: ['fused.sgd'],
    code: 'mismatch',
    mutate: fusedMutant(({ sgd }) => ({ sgd: (p, g, v, options) => sgd(p, g, v, { ...options, first: false }) })),
  },
  {
    mistake: 'sgd adds the weight decay into the gradient itself',
    kernels: ['fused.sgd'],
    code: 'operand',
    mutate: fusedMutant(({ sgd }) => ({
      sgd: (p, g, v, options) => {
        const made = sgd(p, g, v, options);
        if (options.weightDecay !== 0) add(g.storage, options.weightDecay);
        return made;
      },
    })),
  },
  {
    mistake: 'sgd takes the gradient itself as the first velocity',
    kernels: ['fused.sgd'],
    code: 'threw',
    mutate: fusedMutant(({ sgd }) => ({
      sgd: (p, g, v, options) => {
        const made = sgd(p, g, v, options);
        return options.first && v !== undefined ? { ...made, velocity: g.storage } : made;
      },
    })),
  },
  {
    mistake: 'adam does not correct the bias of v',
    kernels: ['fused.adam'],
    code: 'mismatch',
    mutate: fusedMutant(({ adam }) => ({
      adam: (p, g, m, v, options) => adam(p, g, m, v, { ...options, correction2: 1 }),
    })),
  },
  {
    mistake: 'adam decays as L2 where AdamW was asked for',
    kernels: ['fused.adam'],
    code: 'mismatch',
    mutate: fusedMutant(({ adam }) => ({
      adam: (p, g, m, v, options) => adam(p, g, m, v, { ...options, decoupled: false }),
    })),
  },
  {
    mistake: 'adam keeps the old v',
    kernels: ['fused.adam'],
    code: 'mismatch',
    mutate: fusedMutant(({ adam }) => ({
      adam: (p, g, m, v, options) => {
        const made = adam(p, g, m, v, options);
        elements({ storage: made.v }).set(elements(v));
        return made;
      },
    })),
  },
  {
    mistake: 'finiteCheck does not see infinities',
    kernels: ['fused.finiteCheck'],
    code: 'mismatch',
    mutate: fusedMutant((_, backend) => ({
      finiteCheck: (operands) => health(backend, operands, (x) => !x.some(Number.isNaN)),
    })),
  },
  {
    mistake: 'finiteCheck leaves out the last element',
    kernels: ['fused.finiteCheck'],
    code: 'mismatch',
    mutate: fusedMutant((_, backend) => ({
      finiteCheck: (operands) => health(backend, operands, (x) => x.slice(0, -1).every(Number.isFinite)),
    })),
  },
  {
    mistake: 'finiteCheck looks at the first operand alone',
    kernels: ['fused.finiteCheck'],
    code: 'mismatch',
    mutate: fusedMutant((_, backend) => ({
      finiteCheck: (operands) => health(backend, operands.slice(0, 1), (x) => x.every(Number.isFinite)),
    })),
  },
  ...mistakenMasks({
    'dropoutMask starts at the first row of every batch': { firstRow: 0 },
    'dropoutMask has the words of another step': { step: 1 },
    'dropoutMask does not scale': { factor: 1 },
  }),
];
