import {
  type Dataset,
  type EpochLog,
  evaluate,
  type Sequential,
  type TrainEvent,
  type TrainOptions,
  train,
} from '@nablajs/core';
import { digestOf } from './digest.js';
import type { Picture, Position, Report, RunState } from './report.js';
import type { Turns } from './turns.js';

/** How a training goes on. */
export interface Pace {
  /** Pauses after this many steps. Default: never. */
  readonly steps?: number | undefined;
  /** Rests most of the time, so that other things on the page do not wait. Default: false. */
  readonly isGentle?: boolean;
}

/** What a training needs. */
export interface RunParts extends Pace {
  readonly network: Sequential;
  readonly training: Dataset;
  readonly options: TrainOptions;
  /** Jobs that use the network take turns with the steps of the training. */
  readonly turns: Turns;
  /** Called after the last event with a validation. */
  readonly draw: (predictions: Int32Array | undefined, position: Position) => Promise<Picture>;
  readonly report: (report: Report) => void;
  /** The least number of milliseconds between two pictures. Default: 250. */
  readonly pictureEvery?: number;
}

/** How many mean losses a whole training reports. */
const LOSSES = 400;
/** Milliseconds between two reports. */
const REPORT_EVERY = 50;
/** How many times longer than its picture each pause is, at least. */
const PICTURE_SHARE = 4;
/** For how many milliseconds a gentle training works at a time, and how long it rests then. */
const [WORK, REST] = [20, 60];

/** A training under way. */
export class Run {
  readonly #parts: RunParts;
  readonly #stop = new AbortController();
  #state: RunState = 'training';
  /** How many steps may still be taken. */
  #allowed: number;
  #resume: () => void = () => undefined;
  #position: Position;
  #logs: EpochLog[] = [];
  #loss: number | undefined;
  #losses: number[] = [];
  /** The losses of the steps since the last mean. */
  #steps: number[] = [];
  #predictions: Int32Array | undefined;
  /** Of the weights; undefined while they change. */
  #digest: string | undefined;
  #reported = Number.NEGATIVE_INFINITY;
  #nextPicture = Number.NEGATIVE_INFINITY;
  /** When a gentle training rested last. */
  #rested = performance.now();

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#allowed = parts.steps ?? Number.POSITIVE_INFINITY;
    this.#position = { epoch: 0, epochs: parts.options.epochs, step: 0, steps: 0 };
  }

  /** The network that is trained. */
  get network(): Sequential {
    return this.#parts.network;
  }

  /** Trains until its end, or until `stop`. Never rejects: a failure is reported. */
  async go(): Promise<void> {
    const { network, training, options, turns } = this.#parts;
    try {
      const events = train(network, training, { ...options, signal: this.#stop.signal });
      for (;;) {
        if (this.#allowed <= 0) await this.#rest();
        const { value: event, done } = await turns.take(() => events.next());
        if (done === true) break;
        await this.#take(event);
        if (this.#parts.isGentle === true) await this.#breathe();
      }
      if (!this.#stop.signal.aborted) await this.#still('done');
    } catch (error) {
      this.#state = 'failed';
      this.#send({ message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Reports the network without training it. Rejects if it does not fit the data. */
  async show(): Promise<void> {
    const { network, options, turns } = this.#parts;
    const { validation, loss } = options;
    if (validation !== undefined) {
      const { classification } = await turns.take(() => evaluate(network, validation, { loss }));
      this.#predictions = classification?.predictions;
    }
    await this.#still('loaded');
  }

  /** Takes no further step until `resume` or `step`. */
  pause(): void {
    this.#allowed = 0;
  }

  /** Goes on. */
  resume(): void {
    this.#go(Number.POSITIVE_INFINITY);
  }

  /** Takes one step and pauses again. */
  step(): void {
    this.#go(1);
  }

  /** For when something that `draw` depends on has changed. */
  async redraw(): Promise<void> {
    const picture = await this.#parts.turns.take(() => this.#parts.draw(this.#predictions, this.#position));
    this.#send({ picture });
  }

  /** Ends the training for good. */
  stop(): void {
    this.#stop.abort();
    this.#go(Number.POSITIVE_INFINITY);
  }

  get #reportEvery(): number {
    return this.#parts.isGentle === true ? 2 * REPORT_EVERY : REPORT_EVERY;
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#rested < WORK) return;
    await new Promise((resolve) => setTimeout(resolve, REST));
    this.#rested = performance.now();
  }

  #go(steps: number): void {
    this.#allowed = steps;
    this.#resume();
  }

  /** Reports how everything is now, and waits until more steps are allowed. */
  async #rest(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    if (!this.#stop.signal.aborted) await this.#still('paused');
    if (this.#allowed <= 0) await woken;
    this.#state = 'training';
    this.#digest = undefined;
  }

  async #still(state: 'paused' | 'done' | 'loaded'): Promise<void> {
    const { network, turns, draw } = this.#parts;
    const [picture, digest] = await turns.take(async () => [
      await draw(this.#predictions, this.#position),
      await digestOf(network),
    ]);
    if (this.#stop.signal.aborted) return;
    this.#state = state;
    this.#digest = digest;
    this.#send({ picture });
  }

  async #take(event: TrainEvent): Promise<void> {
    if (event.type === 'epoch-start') this.#position = { ...this.#position, epoch: event.epoch, steps: event.steps };
    if (event.type === 'batch') {
      this.#allowed -= 1;
      this.#loss = event.loss;
      this.#steps.push(event.loss);
      if (this.#steps.length >= Math.ceil((event.steps * this.#position.epochs) / LOSSES)) this.#addMean();
      this.#position = { ...this.#position, epoch: event.epoch, step: event.step, steps: event.steps };
    }
    if (event.type === 'epoch-end') {
      this.#logs.push(event.log);
      this.#predictions = event.validation?.classification?.predictions;
    }
    if (this.#allowed <= 0) return;
    const now = performance.now();
    if (event.type !== 'done' && now >= this.#nextPicture && this.#position.step > 0) {
      const picture = await this.#parts.turns.take(() => this.#parts.draw(this.#predictions, this.#position));
      const spent = performance.now() - now;
      this.#nextPicture = now + spent + Math.max(this.#parts.pictureEvery ?? 250, PICTURE_SHARE * spent);
      this.#send({ picture });
    } else if (now - this.#reported > this.#reportEvery) this.#send({});
  }

  #addMean(): void {
    this.#losses.push(this.#steps.reduce((sum, loss) => sum + loss, 0) / this.#steps.length);
    this.#steps = [];
  }

  #send(more: Partial<Report>): void {
    if (this.#stop.signal.aborted) return;
    this.#parts.report({
      ...{ state: this.#state, position: this.#position, logs: this.#logs, losses: this.#losses },
      ...(this.#loss !== undefined && { loss: this.#loss }),
      digest: this.#digest,
      ...more,
    });
    this.#logs = [];
    this.#losses = [];
    this.#reported = performance.now();
  }
}
