/** Everything that determines a training of the Train view. Equal settings give equal weights, on every machine. */
import { OPTIMIZER_NAMES } from '@nablajs/core';

/** The data sets that the page offers. */
export const DATA = ['spirals', 'rings', 'squares', 'points', 'digits', 'table'] as const;
/** A data set's name. */
export type DataName = (typeof DATA)[number];

/** The activations that can follow each layer. */
export const ACTIVATIONS = [
  ...(['ReLU', 'LeakyReLU', 'ELU', 'SELU', 'GELU', 'SiLU', 'HardSwish', 'Softplus', 'Tanh', 'Sigmoid'] as const),
];
/** The name of an activation: the type of a layer of core. */
type Activation = (typeof ACTIVATIONS)[number];

const [plain, ...adaptive] = OPTIMIZER_NAMES;

/** The optimizers: those of core, and SGD with momentum. */
export const OPTIMIZERS = [plain, 'Momentum', ...adaptive] as const;
/** An optimizer's name. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** The learning-rate schedules: those of core. `Warmup` is followed by a cosine decay. */
export const SCHEDULES = [
  ...(['Constant', 'StepDecay', 'ExponentialDecay', 'LinearDecay', 'CosineDecay', 'OneCycle', 'Warmup'] as const),
];
/** A schedule's name. */
export type ScheduleName = (typeof SCHEDULES)[number];

/** How much work the search for the network of a table does. */
export const EFFORTS = ['quick', 'normal', 'thorough'] as const;
/** How much work the search for the network of a table does. */
export type Effort = (typeof EFFORTS)[number];

/** Activations, the flattening and the output layer are added. */
export type Layer =
  | { readonly type: 'dense'; readonly units: number }
  | { readonly type: 'conv'; readonly filters: number; readonly size: number }
  | { readonly type: 'pool'; readonly size: number }
  | { readonly type: 'dropout'; readonly rate: number }
  | { readonly type: 'norm' };

/** A point that the reader clicked. */
export interface ClickedPoint {
  /** In hundredths, from -100 to 100: from left to right. */
  readonly x: number;
  /** In hundredths, from -100 to 100: from bottom to top. */
  readonly y: number;
  readonly label: number;
}

/** What computes a training. */
export interface Computing {
  readonly backend: 'wasm' | 'ts' | 'webgpu';
  /** Changes the time that a training takes, but no bit of its weights. */
  readonly threads: number | 'auto';
}

/** The settings of a training. */
export interface Settings extends Computing {
  readonly data: DataName;
  /** How many classes spirals, rings and clicked points have. */
  readonly classes: number;
  /** How many points are drawn. */
  readonly count: number;
  /** The noise of the points, as a standard deviation. The square is 2 wide. */
  readonly noise: number;
  /** Only for the data `points`. */
  readonly points: readonly ClickedPoint[];
  /** The name of the table's file, which the reader drops onto the page. */
  readonly table: string;
  /** The column of the table to predict. */
  readonly target: string;
  /** Only for the data `table`, which chooses layers, optimizer and epochs by itself. */
  readonly effort: Effort;
  readonly layers: readonly Layer[];
  readonly activation: Activation;
  readonly optimizer: OptimizerName;
  readonly rate: number;
  readonly schedule: ScheduleName;
  readonly batch: number | 'full';
  readonly epochs: number;
  readonly seed: number;
}

/** Settings of the training of one network. */
export type NetworkSettings = Settings & { readonly data: Exclude<DataName, 'table'> };

/** A table's network is searched for instead. */
export const isOneNetwork = (settings: Settings): settings is NetworkSettings => settings.data !== 'table';

/** What decides which examples a training gets, as one text. */
export const dataKey = ({ data, classes, count, noise, points, table, target, seed }: Settings): string =>
  data === 'digits' ? data : JSON.stringify([data, classes, count, noise, points, table, target, seed]);

/** The least and the largest value of each number. */
export const LIMITS = {
  classes: [2, 4],
  count: [50, 5000],
  noise: [0, 0.5],
  rate: [1e-6, 10],
  batch: [1, 10_000],
  epochs: [1, 10_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  threads: [1, 64],
  units: [1, 1024],
  filters: [1, 128],
  size: [1, 11],
  dropout: [0, 0.95],
  layers: [0, 12],
  points: [0, 1000],
} as const satisfies Record<string, readonly [least: number, most: number]>;

const COMMON: Omit<Settings, 'data' | 'layers'> = {
  ...{ classes: 2, count: 500, noise: 0.03, points: [], table: '', target: '' },
  ...{ effort: 'normal' as const, activation: 'Tanh' as const },
  ...{ optimizer: 'Adam' as const, rate: 0.01, schedule: 'Constant' as const, batch: 32, epochs: 150, seed: 1 },
  ...{ backend: 'wasm' as const, threads: 'auto' as const },
};

const DENSE: readonly Layer[] = [
  { type: 'dense', units: 24 },
  { type: 'dense', units: 24 },
];

/** Good settings to begin with, for each data set. */
export const DEFAULTS: Readonly<Record<DataName, Settings>> = {
  spirals: { ...COMMON, data: 'spirals', layers: DENSE },
  rings: { ...COMMON, data: 'rings', noise: 0.06, layers: [{ type: 'dense', units: 12 }] },
  squares: { ...COMMON, data: 'squares', noise: 0, layers: DENSE },
  points: {
    ...COMMON,
    data: 'points',
    layers: [
      { type: 'dense', units: 16 },
      { type: 'dense', units: 16 },
    ],
  },
  digits: {
    ...{ ...COMMON, data: 'digits', activation: 'ReLU', rate: 0.003, batch: 64, epochs: 5, schedule: 'OneCycle' },
    layers: [
      { type: 'conv', filters: 8, size: 5 },
      { type: 'pool', size: 2 },
      { type: 'conv', filters: 16, size: 5 },
      { type: 'pool', size: 2 },
    ],
  },
  table: { ...COMMON, data: 'table', layers: [] },
};

/** Whether the data set consists of points of a square, whose decision surface can be drawn. */
export const isPlane = (data: DataName): boolean => data !== 'digits' && data !== 'table';

/** Whether a layer can be used with a data set: only images have rows and columns. */
export const fits = ({ type }: Layer, data: DataName): boolean =>
  data === 'digits' || (type !== 'conv' && type !== 'pool');
