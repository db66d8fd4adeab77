/** Draws the curves of a training in a notebook, also while it runs. */
import { curveLegend, wideCurves } from '../curve-chart.js';
import { html } from '../markup.js';
import { seriesColor } from '../palette.js';
import { type Displayed, type DisplayId, displayed } from './display.js';

/** What is drawn of the `History` that `fit` returns. */
export interface HistoryLike {
  /** The training loss of each epoch. */
  readonly loss: readonly number[];
  /** The evaluation after each epoch. Default: none. */
  readonly validation?: readonly { readonly loss: number }[];
}

/** What is read of the events that `train` yields and `fit` passes to `onEvent`. */
export interface EventLike {
  readonly type: string;
  readonly loss?: number | undefined;
  readonly validation?: unknown;
}

/**
 * Shows the losses of a training as curves over its epochs.
 *
 * @example
 * ```ts
 * const history = await fit(model, trainSet, { loss, optimizer, epochs: 20 });
 * showHistory(history); // the last value of the cell
 * ```
 */
export function showHistory({ loss, validation = [] }: HistoryLike): Displayed {
  const curves = [
    { name: 'training loss', values: loss },
    { name: 'validation loss', values: validation.map((one) => one.loss) },
  ]
    .filter(({ values }) => values.length > 0)
    .map((curve, at) => ({ ...curve, color: seriesColor(at), points: pointsOf(curve.values) }));
  const words = curves.map(({ name, values }) => `${name} ${digits(values[0])} to ${digits(values.at(-1))}`).join(', ');
  const text = `${loss.length} epochs: ${words}`;
  const legend = curves.length > 1 ? curveLegend(curves) : '';
  const body = html`${legend}${wideCurves({ label: text, curves, format: digits })}`;
  return displayed({ title: text, body, text });
}

/**
 * Curves that grow while a network trains, below the running cell. Afterwards, it displays the whole history.
 *
 * @example
 * ```ts
 * const curves = new LiveCurves();
 * for await (const event of train(model, trainSet, options)) await curves.add(event);
 * ```
 */
export class LiveCurves {
  readonly #loss: number[] = [];
  readonly #validation: { readonly loss: number }[] = [];
  readonly #id: DisplayId = { name: crypto.randomUUID(), isShown: false };
  readonly #every: number;

  /** @param every After how many epochs to draw again. The last epoch is always drawn. */
  constructor(every = 1) {
    if (!(Number.isInteger(every) && every > 0)) {
      throw new Error(`LiveCurves: expected a whole number of epochs from 1. Received ${every}.`);
    }
    this.#every = every;
  }

  /** What was added so far. */
  get history(): HistoryLike {
    return { loss: this.#loss, validation: this.#validation };
  }

  /** Takes an event of the training, and draws the curves again where it is time. */
  async add(event: EventLike): Promise<void> {
    if (event.type === 'epoch-end') {
      this.#loss.push(event.loss ?? Number.NaN);
      if (event.validation !== undefined) this.#validation.push(event.validation as { readonly loss: number });
    }
    const isTime = event.type === 'epoch-end' && this.#loss.length % this.#every === 0;
    if (isTime || event.type === 'done') await showHistory(this.history).show(this.#id);
  }
}

/** Epochs and values; a value that is no number leaves its point out. */
const pointsOf = (values: readonly number[]): (readonly [number, number])[] =>
  values.map((value, at) => [at + 1, value] as const).filter(([, value]) => Number.isFinite(value));

const digits = (value: number | undefined): string => (value ?? Number.NaN).toFixed(4);
