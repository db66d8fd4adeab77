/** Shows live curves of a training on the whole terminal. */
import { stripVTControlCharacters } from 'node:util';
import type { Drawing } from '@nablajs/command-line';
import type { TrainEvent } from '@nablajs/core';
import { AlternateScreen } from './alternate-screen.js';
import { Curve } from './curve.js';
import { type DashboardState, dashboardText } from './dashboard-text.js';

type DashboardTerminal = NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };

export interface DashboardOptions extends Pick<DashboardState, 'run' | 'epochs' | 'rowsBefore' | 'testName'> {
  readonly rowsPerEpoch: number;
  /** The metric that is measured after each epoch, besides the loss. */
  readonly score: DashboardState['score']['name'];
  readonly learningRate: () => number;
  readonly colours: boolean;
}

const INTERVAL_MS = 100;
const CHECK_MS = 50;

export class Dashboard implements Drawing {
  readonly #options: DashboardOptions;
  readonly #terminal: DashboardTerminal;
  readonly #screen: AlternateScreen;
  readonly #start: number = performance.now();
  readonly #training = new Curve();
  readonly #validation = new Curve();
  readonly #scores = new Curve();
  #counts = { epoch: 1, step: 0, steps: 1, rows: 0 };
  #best: DashboardState['best'];
  #message: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawn = '';
  #drawnAt = 0;
  readonly #resized = (): void => {
    this.#drawn = '';
  };

  constructor(options: DashboardOptions, terminal: DashboardTerminal = process.stderr) {
    this.#options = options;
    this.#terminal = terminal;
    this.#screen = new AlternateScreen(terminal);
    this.#counts.rows = options.rowsBefore;
  }

  resume(): void {
    this.#screen.enter();
    this.#terminal.on('resize', this.#resized);
    this.#timer ??= setInterval(() => this.#drawWhenDue(), CHECK_MS).unref();
    this.#drawn = '';
    this.#draw();
  }

  /** Restores the terminal. */
  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#terminal.off('resize', this.#resized);
    this.#screen.leave();
  }

  show(line: string): void {
    this.#message = stripVTControlCharacters(line);
    this.#drawWhenDue();
  }

  update(event: TrainEvent): void {
    if (event.type === 'epoch-start') {
      this.#counts = { ...this.#counts, epoch: event.epoch, step: 0, steps: event.steps };
    }
    if (event.type === 'batch') {
      const { epoch, step, steps, loss } = event;
      this.#counts = { epoch, step, steps, rows: this.#counts.rows + event.rows };
      this.#training.add(this.#counts.rows, loss);
    }
    if (event.type === 'epoch-end') this.#addEpoch(event);
    // Long steps block the timer.
    this.#drawWhenDue();
  }

  #addEpoch({ epoch, validation }: Extract<TrainEvent, { type: 'epoch-end' }>): void {
    if (validation === undefined) return;
    const { loss, classification, metrics } = validation;
    const { rows } = this.#counts;
    this.#validation.add(rows, loss);
    this.#scores.add(rows, metrics['perplexity'] ?? classification?.accuracy ?? metrics['r2'] ?? Number.NaN);
    if (loss < (this.#best?.loss ?? Number.POSITIVE_INFINITY)) this.#best = { epoch, loss };
  }

  get #state(): DashboardState {
    const { run, epochs, rowsBefore, rowsPerEpoch, testName, learningRate, score } = this.#options;
    return {
      ...{ run, epochs, rowsBefore, testName, ...this.#counts, best: this.#best, message: this.#message },
      totalRows: rowsPerEpoch * epochs,
      seconds: (performance.now() - this.#start) / 1000,
      learningRate: learningRate(),
      training: this.#training.points,
      validation: this.#validation.points,
      score: { name: score, points: this.#scores.points },
    };
  }

  #drawWhenDue(): void {
    if (performance.now() - this.#drawnAt >= INTERVAL_MS) this.#draw();
  }

  #draw(): void {
    this.#drawnAt = performance.now();
    const { columns: width = 80, rows: height = 24 } = this.#terminal;
    const text = dashboardText(this.#state, { width, height, colours: this.#options.colours });
    if (text === this.#drawn) return;
    this.#drawn = text;
    this.#screen.draw(text, height);
  }
}
