/** The schema and the types of `results.json`: what a finished training found on its validation data. */
import { z } from 'zod';
import { LONGEST_SIDE, LONGEST_TEXT, MOST_CELLS } from './example.js';

export const RESULTS_FORMAT = 'nabla-results';
export const RESULTS_VERSION = 4;
/** The most mistakes of a classifier, or errors of a regression, to keep. */
export const MOST_EXAMPLES = 24;
/** The most pairs of true and predicted values to keep. */
export const MOST_PAIRS = 2000;
export const BINS = 10;
/** The most classes in a confusion matrix, which grows with their square. */
export const MOST_CLASSES_IN_MATRIX = 1000;
const MOST_CLASSES = 65_536;
export const RESIDUAL_BINS = 25;
/** The most columns of a table to keep, and how many of them have an effect. */
export const MOST_COLUMNS = 200;
export const MOST_EFFECTS = 6;
/** The most cells of an effect. */
const MOST_POINTS = 100;
/** The longest sample of a text, in UTF-16 units. */
export const LONGEST_SAMPLE = 10_000;

/** A larger number is as meaningless as NaN, and its square would be infinite. */
export const LARGEST = 1e100;

const count = z.int().nonnegative();
const plainNumber = z.number().min(-LARGEST).max(LARGEST);
/** JSON has no NaN and no infinity; they become null. */
const number = plainNumber.nullable();
const interval = z.tuple([plainNumber, plainNumber]);
const share = z.number().min(0).max(1);
const text = z.string().max(LONGEST_TEXT);
const side = z.int().positive().max(LONGEST_SIDE);

const image = z
  .strictObject({
    kind: z.literal('image'),
    height: side,
    width: side,
    channels: z.union([z.literal(1), z.literal(3)]),
    pixels: z.base64().max(4 * Math.ceil((3 * LONGEST_SIDE ** 2) / 3)),
  })
  .refine(({ height, width, channels, pixels }) => bytesOf(pixels) === height * width * channels, {
    error: 'expected as many pixels as height, width and channels say',
    path: ['pixels'],
  });

const row = z.strictObject({ kind: z.literal('row'), cells: z.array(z.tuple([text, text])).max(MOST_CELLS) });

const example = z.union([image, row]);

const columns = z
  .array(
    z.strictObject({
      column: text,
      kind: z.literal(['number', 'date', 'category', 'text']),
      /** By how much the loss grows without the column, and the standard deviation of that over several draws. */
      importance: plainNumber,
      deviation: plainNumber,
      /** The mean answers for some cells: the probability of each class, or one number in the target's unit. */
      cells: z.array(text).max(MOST_POINTS),
      answers: z.array(z.array(number).max(MOST_CLASSES_IN_MATRIX)).max(MOST_POINTS),
    }),
  )
  .max(MOST_COLUMNS);

const common = {
  format: z.literal(RESULTS_FORMAT),
  /** Version 1 had neither `epochChosen` nor `intervals`, version 2 no `heldOut`, and version 3 no texts. */
  formatVersion: z.literal([1, 2, 3, RESULTS_VERSION]),
  /** Finished epochs of the training; 0 for an ensemble. */
  epochs: count,
  /** How many examples of the validation data were used. */
  rows: count,
  /** Whether the epoch was chosen by these examples. */
  epochChosen: z.boolean().default(false),
  /** Whether each example was tested by networks that had not seen it, and all were learned from. */
  heldOut: z.boolean().default(false),
  /** Examples whose outputs are NaN or infinite. Only accuracy and confusion matrix count them. */
  notFinite: count,
  /** The time to compute the outputs. */
  seconds: z.number().nonnegative().max(LARGEST),
  /** What the columns of a table mean to an ensemble, the most important first; empty for other networks. */
  columns: columns.default([]),
};

const classification = z
  .strictObject({
    ...common,
    kind: z.literal('classification'),
    classes: z.array(text).min(1).max(MOST_CLASSES),
    accuracy: share.nullable(),
    /** Rows are true classes, columns predicted ones; null for too many classes. */
    confusionMatrix: z.array(z.array(count)).nullable(),
    calibration: z.strictObject({
      bins: z
        .array(
          z.strictObject({ from: share, to: share, count, confidence: share.nullable(), accuracy: share.nullable() }),
        )
        .length(BINS),
      expectedError: share.nullable(),
    }),
    mistakes: z
      .array(z.strictObject({ index: count, truth: count, predicted: count, probability: share, example }))
      .max(MOST_EXAMPLES),
  })
  .refine(({ classes, confusionMatrix }) => isSquare(confusionMatrix, classes.length), {
    error: 'expected a row and a column for each class',
    path: ['confusionMatrix'],
  })
  .refine(
    ({ classes, mistakes }) => mistakes.every(({ truth, predicted }) => Math.max(truth, predicted) < classes.length),
    {
      error: 'expected classes that the list of classes has',
      path: ['mistakes'],
    },
  );

const regression = z.strictObject({
  ...common,
  kind: z.literal('regression'),
  /** The name of the target. */
  target: text,
  meanAbsoluteError: number,
  rootMeanSquaredError: number,
  /** 1 - residual sum of squares / total sum of squares; null if all true values are the same. */
  r2: number,
  /** The intervals of R2 and of the mean absolute error at 95 %; null for few examples. */
  intervals: z.strictObject({ r2: interval, mae: interval }).nullable().default(null),
  /** Within which distance of the prediction 90 % of the numbers lie; null if that is not known. */
  distance: plainNumber.nullable().default(null),
  /** True and predicted values, in the target's unit. */
  pairs: z.array(z.tuple([plainNumber, plainNumber])).max(MOST_PAIRS),
  /** A histogram of predicted - true: counts in bins of equal width from `from` to `to`. */
  residuals: z.strictObject({ from: number, to: number, counts: z.array(count).max(RESIDUAL_BINS) }),
  largestErrors: z
    .array(z.strictObject({ index: count, truth: plainNumber, predicted: plainNumber, example }))
    .max(MOST_EXAMPLES),
});

const writing = z.strictObject({
  ...common,
  kind: z.literal('text'),
  /** How many tokens were held out, and how many of them were the most likely ones. */
  tokens: count,
  accuracy: share.nullable(),
  /** Nats a token, and e to it. */
  loss: number,
  perplexity: number,
  /** What the network writes. */
  sample: z.string().max(LONGEST_SAMPLE),
});

export const resultsSchema = z.discriminatedUnion('kind', [classification, regression, writing]);

export type Results = z.infer<typeof resultsSchema>;
export type ColumnResults = z.infer<typeof columns>;
export type ClassificationResults = z.infer<typeof classification>;
export type RegressionResults = z.infer<typeof regression>;
export type TextResults = z.infer<typeof writing>;

/** Returns the size of base64 data in bytes, without decoding it. */
const bytesOf = (base64: string): number => (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);

const isSquare = (matrix: number[][] | null, size: number): boolean =>
  matrix === null || (matrix.length === size && matrix.every((one) => one.length === size));
