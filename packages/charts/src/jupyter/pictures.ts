/** Shows a confusion matrix, the result of an evaluation, and images in a notebook. */
import { encode } from 'fast-png';
import { confusionCells, confusionChart } from '../confusion-chart.js';
import { dataTable, numbers, words } from '../data-table.js';
import { html } from '../markup.js';
import { type Displayed, displayed } from './display.js';

/**
 * Shows a confusion matrix as a picture: right answers are blue, wrong ones orange, and stronger if there are more.
 *
 * @param matrix Rows are true classes, columns predicted ones, as `confusionMatrix` returns it.
 * @param classes Names of the classes. Default: their numbers.
 *
 * @example
 * ```ts
 * showConfusion([[40, 10], [5, 45]], ['cat', 'dog']);
 * ```
 */
export function showConfusion(matrix: readonly (readonly number[])[], classes?: readonly string[]): Displayed {
  const names = classes ?? matrix.map((_, at) => `${at}`);
  if (names.length !== matrix.length) {
    throw new Error(`showConfusion: expected ${matrix.length} names of classes. Received ${names.length}.`);
  }
  const cells = confusionCells(matrix);
  const sum = (some: typeof cells): string => some.reduce((all, { count }) => all + count, 0).toLocaleString('en');
  const right = sum(cells.filter(({ truth, predicted }) => truth === predicted));
  const title = `${right} of ${sum(cells)} are right. Rows are true classes, columns are predictions.`;
  const width = matrix.flat().reduce((most, count) => Math.max(most, `${count}`.length), 1);
  const lines = matrix.map((row) => row.map((count) => `${count}`.padStart(width)).join(' '));
  const body = html`<div class="square">${confusionChart({ classes: names, matrix })}</div>`;
  return displayed({ title, body, text: [title, ...lines].join('\n') });
}

/** What is shown of the `Evaluation` that `evaluate` returns. */
export interface EvaluationLike {
  readonly rows: number;
  readonly loss: number;
  readonly classification?: { readonly accuracy: number } | undefined;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Shows what `evaluate` of `@nablajs/core` returns: examples, loss, accuracy and metrics.
 *
 * @example
 * ```ts
 * showEvaluation(await evaluate(model, testSet, { loss, metrics: [new F1()] }));
 * ```
 */
export function showEvaluation({ rows, loss, classification, metrics }: EvaluationLike): Displayed {
  const facts = [
    ['examples', rows.toLocaleString('en')],
    ['loss', loss.toFixed(4)],
    ...(classification === undefined ? [] : [['accuracy', `${(100 * classification.accuracy).toFixed(2)} %`]]),
    ...Object.entries(metrics).map(([name, value]) => [name, `${Number(value.toPrecision(6))}`]),
  ];
  const title = 'Evaluation';
  const body = dataTable(title, [words('measure'), numbers('value')], facts);
  return displayed({ title, body, text: facts.map((fact) => fact.join(' ')).join('\n') });
}

/** An image of bytes for `showImages`. */
export interface ShownImage {
  /** Bytes, row by row: 1 channel is grey, 3 are colours. */
  readonly pixels: Uint8Array;
  /** What it is, shown below the image and read by screen readers. */
  readonly caption: string;
}

/** The size of every image for `showImages`. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
  /** Default: 1. */
  readonly channels?: 1 | 3;
}

/**
 * Shows small images side by side, with captions.
 *
 * @example
 * ```ts
 * const pixels = digits.subarray(0, 784);
 * showImages('The first digit', [{ pixels, caption: '5' }], { width: 28, height: 28 });
 * ```
 */
export function showImages(title: string, images: readonly ShownImage[], size: ImageSize): Displayed {
  const { width, height, channels = 1 } = size;
  const figures = images.map(({ pixels, caption }, at) => {
    if (pixels.length !== width * height * channels) {
      const expected = `${width * height * channels} bytes, ${width} x ${height} x ${channels}`;
      throw new Error(`showImages: expected ${expected}. Received ${pixels.length} bytes in image ${at}.`);
    }
    const png = encode({ data: pixels, width, height, channels, depth: 8 });
    const uri = `data:image/png;base64,${btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''))}`;
    const image = html`<img src="${uri}" alt="${caption}" width="56" height="56">`;
    return html`<figure>${image}<figcaption>${caption}</figcaption></figure>
`;
  });
  const text = [title, ...images.map(({ caption }) => caption)].join('\n');
  return displayed({ title, body: html`<div class="images">${figures}</div>`, text });
}
