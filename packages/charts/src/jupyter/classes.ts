/** Gives tensors, networks and results the method by which a notebook displays them. */
import { dataTable, numbers, words } from '../data-table.js';
import { html, type Markup, type MarkupPart } from '../markup.js';
import { DISPLAY, type Displayable, displayed, type MimeBundle } from './display.js';
import { type HistoryLike, showHistory } from './history.js';
import { type EvaluationLike, showEvaluation } from './pictures.js';

/** What is shown of a `Tensor` of `@nablajs/core`. */
interface TensorLike {
  readonly backend: { readonly name: string };
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly layout: string;
  readonly size: number;
  readonly isDisposed: boolean;
  data(): Promise<ArrayLike<number>>;
}

/** What is shown of a `Network` of `@nablajs/core`. */
interface NetworkLike {
  summary(): string;
}

/** A class whose instances are T. */
export interface ClassOf<T> {
  readonly prototype: T;
}

/** Larger tensors show their shape only: a cell must not copy a gigabyte. */
const MOST_ELEMENTS = 1_000_000;
const MOST_ROWS = 6;
const MOST_COLUMNS = 8;

/** What `displayInNotebooks` takes: what `@nablajs/core` exports, or these parts of it. */
export interface CoreLike {
  readonly Tensor: ClassOf<TensorLike>;
  readonly Network: ClassOf<NetworkLike>;
  /** Core's `fit`. */
  readonly fit?: (...args: never[]) => Promise<HistoryLike>;
  /** Core's `evaluate`. */
  readonly evaluate?: (...args: never[]) => Promise<EvaluationLike>;
}

/**
 * Lets a notebook display what `@nablajs/core` makes. Call it once, in the first cell. Tensors show their shape and
 * first values, networks their layers. Returns the same exports, with a `fit` whose histories display themselves, and
 * an `evaluate` whose evaluations do.
 *
 * @example
 * ```ts
 * import * as core from '@nablajs/core';
 *
 * const { Dense, evaluate, fit, ReLU, Sequential, SGD } = displayInNotebooks(core);
 * ```
 */
export function displayInNotebooks<T extends CoreLike>(core: T): T {
  give<TensorLike>(core.Tensor.prototype, displayTensor);
  give<NetworkLike>(core.Network.prototype, displayNetwork);
  const { fit, evaluate } = core;
  return {
    ...core,
    ...(fit && { fit: async (...args: Parameters<typeof fit>) => give(await fit(...args), showHistory) }),
    ...(evaluate && {
      evaluate: async (...args: Parameters<typeof evaluate>) => give(await evaluate(...args), showEvaluation),
    }),
  };
}

/** Not enumerable, so that copies, comparisons and JSON do not see it. */
function give<T extends object>(target: T, display: (value: T) => Displayable): T {
  return Object.defineProperty(target, DISPLAY, {
    value(this: T) {
      return display(this)[DISPLAY]();
    },
    configurable: true,
    writable: true,
  });
}

function displayNetwork(network: NetworkLike): Displayable {
  const text = network.summary();
  return displayed({ title: 'Network', body: rowsOf(text), text });
}

/** A template would join the spaces that align the columns. */
const rowsOf = (text: string): Markup =>
  html`<pre>${text.split('\n').map(
    (line) => html`${line.split(' ').map(spaced)}
`,
  )}</pre>`;

const spaced = (word: string, at: number): MarkupPart => (at === 0 ? word : html` ${word}`);

const displayTensor = (tensor: TensorLike): Displayable => ({ [DISPLAY]: () => tensorBundle(tensor) });

async function tensorBundle(tensor: TensorLike): Promise<MimeBundle> {
  const { shape, dtype, size } = tensor;
  const title = `Tensor of ${dtype} [${shape.join(', ')}] on ${tensor.backend.name}`;
  if (tensor.isDisposed) return await note(title, 'It was released.');
  if (tensor.layout !== 'dense') return await note(title, 'It stores only values that are not zero (CSR).');
  if (size > MOST_ELEMENTS) return await note(title, `${size.toLocaleString('en')} elements; too many to copy here.`);
  const columns = shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : size / columns;
  const data = await tensor.data();
  const cells = Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) =>
    Array.from({ length: Math.min(columns, MOST_COLUMNS) }, (_, column) => digits(data[row * columns + column] ?? NaN)),
  );
  const left = [
    ...(rows > MOST_ROWS ? [`${(rows - MOST_ROWS).toLocaleString('en')} more rows`] : []),
    ...(columns > MOST_COLUMNS ? [`${(columns - MOST_COLUMNS).toLocaleString('en')} more columns`] : []),
  ].join(', ');
  const heads = [words('row'), ...(cells[0] ?? []).map((_, at) => numbers(`${at}`))];
  const table = dataTable(
    title,
    heads,
    cells.map((row, at) => [at, ...row]),
  );
  const text = [title, ...cells.map((row) => row.join(' ')), left].filter((line) => line !== '').join('\n');
  return displayed({ title, body: html`${table}<div>${left}</div>`, text })[DISPLAY]();
}

const note = async (title: string, words: string): Promise<MimeBundle> =>
  displayed({ title, body: html`<div>${words}</div>`, text: `${title}\n${words}` })[DISPLAY]();

/** At most six digits. */
const digits = (value: number): string => `${Number(value.toPrecision(6))}`;
