/** The progress line of the preset `table`: progress, what is tried, the best so far, and the time left. */
import { barText, type Drawing, duration, LiveLine } from '@nablajs/command-line';
import type { SearchProgress } from '@nablajs/tables';
import { recipeText } from './recipe-text.js';

type State = Omit<SearchProgress, 'recipe' | 'members'> & { readonly recipe: SearchProgress['recipe'] | undefined };

/** Shows the progress on a terminal. Pause it before anything else is drawn there. */
export class TrialProgress implements Drawing {
  readonly #line: LiveLine;
  readonly #start: number = performance.now();
  /** The share that was done when the first epoch ended: of a resumed run, the trials that it has. */
  #first: number | undefined;
  #trials: number;
  #state: State = { share: 0, recipe: undefined, best: undefined };

  /** `trialsBefore`: how many trials a resumed run has. */
  constructor(trialsBefore = 0, stream: NodeJS.WritableStream = process.stderr) {
    this.#trials = trialsBefore;
    this.#line = new LiveLine((width) => {
      const seconds = (performance.now() - this.#start) / 1000;
      const left = { trial: this.#trials + 1, seconds, shareBefore: this.#first ?? 0, width };
      return trialText(this.#state, left);
    }, stream);
  }

  resume(): void {
    this.#line.resume();
  }

  /** Removes the line from the terminal. */
  pause(): void {
    this.#line.pause();
  }

  update(state: SearchProgress): void {
    this.#first ??= state.share;
    this.#state = state;
    this.#line.redraw();
  }

  trialDone(): void {
    this.#trials++;
    this.#state = { ...this.#state, recipe: undefined };
    this.#line.redraw();
  }
}

interface TrialFrame {
  /** The trial that is being made, from 1. */
  readonly trial: number;
  /** Seconds since the search began. */
  readonly seconds: number;
  /** The share that was done when it began. */
  readonly shareBefore: number;
  /** Width of the terminal, in columns. */
  readonly width: number;
}

/** Widths of the bar. A narrow terminal first shortens the bar, then drops what is tried. */
const BAR_WIDTHS = [24, 12, 4];

/** Returns one line that fits the terminal. */
export function trialText(state: State, frame: TrialFrame): string {
  const room = Math.max(0, frame.width - 1);
  const candidates = [
    ...BAR_WIDTHS.map((bar) => lineOf(state, frame, bar)),
    lineOf({ ...state, recipe: undefined }, frame, 4),
  ];
  return candidates.find((line) => line.length <= room) ?? (candidates.at(-1) ?? '').slice(0, room);
}

function lineOf({ share, recipe, best }: State, { trial, seconds, shareBefore }: TrialFrame, bar: number): string {
  const done = share - shareBefore;
  return [
    barText(share, bar),
    `trial ${trial}${recipe === undefined ? '' : `: ${recipeText(recipe)}`}`,
    ...(best === undefined ? [] : [`best loss ${best.loss.toFixed(4)}`]),
    done <= 0 ? duration(seconds) : `ETA ${duration((seconds / done) * (1 - share))}`,
  ].join(' | ');
}
