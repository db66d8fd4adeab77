/** Reads the events of a run line by line, for its curves. The file may be long or damaged. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { workError } from '@nablajs/command-line';
import { StepLosses, type StepPoint } from './step-losses.js';

/** A finished epoch. */
export interface EpochPoint {
  readonly epoch: number;
  /** Training time; undefined if it is not recorded. */
  readonly seconds: number | undefined;
  /** Number of training examples; undefined if it is not recorded, or if the file has only a part of the epoch. */
  readonly rows: number | undefined;
  /** `loss`, `val_loss`, `val_accuracy` and any other logged value that is finite. */
  readonly values: ReadonlyMap<string, number>;
}

/** A stage of a fine-tuning. */
interface StageSummary {
  /** From 0. */
  readonly stage: number;
  /** `head`, `blocks`, `lora` or `refit`. */
  readonly name: string;
  /** How many blocks of the network were trained. */
  readonly freed: number;
  /** How many numbers were trained. */
  readonly parameters: number;
  /** Undefined if the stage has not ended. */
  readonly end:
    | { readonly epochs: number; readonly bestEpoch: number; readonly loss: number; readonly kept: boolean }
    | undefined;
}

export interface RunEventSummary {
  /** The stages of a fine-tuning; empty for others. */
  readonly stages: readonly StageSummary[];
  readonly epochs: readonly EpochPoint[];
  /** The latest number of planned epochs; undefined before the first epoch. */
  readonly plannedEpochs: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  /** The total number of steps. */
  readonly steps: number;
  /** Thinned losses of steps: each is the mean of the losses since the point before. */
  readonly stepLosses: readonly StepPoint[];
  /** `unfinished`: the run is still going, or it was killed. */
  readonly status: 'finished' | 'stopped' | 'unfinished';
  /** How many lines are not events, without an incomplete last line of a killed process. */
  readonly damagedLines: number;
}

const MAX_BYTES = 4e9;
const MAX_LINE = 100_000;
const MAX_EPOCHS = 100_000;
const MAX_VALUES = 50;
/** A network has fewer blocks. */
const MAX_STAGES = 1000;
/** The fields of an `epoch-end` event besides its log. */
const NOT_LOGGED: readonly string[] = ['event', 'epoch', 'epochs', 'seconds'];

/** Reads the events. A missing file has no events. Throws a CommandError for a file that is too large. */
export async function readEvents(path: string): Promise<RunEventSummary> {
  const reader = new EventReader();
  if (!existsSync(path)) return reader.summary();
  const { size } = statSync(path);
  if (size > MAX_BYTES) throw workError(`${path}: expected at most ${MAX_BYTES} bytes. Received ${size}.`);
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) reader.read(line);
    // nabla never writes such a long line, so the whole line is ignored.
    if (rest.length > MAX_LINE) rest = rest.slice(0, MAX_LINE + 1);
  }
  return reader.summary();
}

type Fields = Readonly<Record<string, unknown>>;

class EventReader {
  readonly #epochs: EpochPoint[] = [];
  readonly #losses = new StepLosses();
  #planned: number | undefined;
  #stepsPerEpoch: number | undefined;
  #rows = 0;
  #sawWholeEpoch = false;
  #status: RunEventSummary['status'] = 'unfinished';
  #damaged = 0;
  readonly #stages: StageSummary[] = [];

  read(line: string): void {
    const event = parse(line);
    if (event === undefined) {
      this.#damaged++;
      return;
    }
    this.#status = 'unfinished';
    if (event['event'] === 'epoch-start') this.#begin(event);
    else if (event['event'] === 'batch') this.#step(event);
    else if (event['event'] === 'epoch-end') this.#end(event);
    else if (event['event'] === 'stage-start') this.#beginStage(event);
    else if (event['event'] === 'stage-end') this.#endStage(event);
    else if (event['event'] === 'done') this.#status = event['aborted'] === true ? 'stopped' : 'finished';
  }

  summary(): RunEventSummary {
    return {
      epochs: this.#epochs,
      stages: this.#stages,
      plannedEpochs: this.#planned,
      stepsPerEpoch: this.#stepsPerEpoch,
      steps: this.#losses.steps,
      stepLosses: this.#losses.points(),
      status: this.#status,
      damagedLines: this.#damaged,
    };
  }

  /** A resumed run begins a stage again. */
  #beginStage({ stage, name, freed, parameters }: Fields): void {
    const at = finite(stage) ?? this.#stages.length;
    if (at >= MAX_STAGES || at < 0) return;
    this.#stages.length = Math.min(this.#stages.length, at);
    this.#stages.push({
      ...{ stage: at, name: typeof name === 'string' ? name : '', freed: finite(freed) ?? 0 },
      ...{ parameters: finite(parameters) ?? 0, end: undefined },
    });
  }

  #endStage({ epochs, bestEpoch, loss, kept }: Fields): void {
    const last = this.#stages.pop();
    if (last === undefined) return;
    const numbers = {
      epochs: finite(epochs) ?? 0,
      bestEpoch: finite(bestEpoch) ?? 0,
      loss: finite(loss) ?? Number.NaN,
    };
    this.#stages.push({ ...last, end: { ...numbers, kept: kept === true } });
  }

  #begin({ epochs, steps }: Fields): void {
    this.#planned = positive(epochs) ?? this.#planned;
    this.#stepsPerEpoch = positive(steps) ?? this.#stepsPerEpoch;
    this.#rows = 0;
    this.#sawWholeEpoch = true;
  }

  #step({ rows, loss, steps }: Fields): void {
    this.#stepsPerEpoch ??= positive(steps);
    this.#rows += positive(rows) ?? 0;
    this.#losses.add(finite(loss));
  }

  #end(event: Fields): void {
    if (this.#epochs.length === MAX_EPOCHS) throw workError(`the run has more than ${MAX_EPOCHS} epochs.`);
    const { epoch, epochs, seconds } = event;
    this.#planned = positive(epochs) ?? this.#planned;
    const values = Object.entries(event)
      .filter(([name]) => !NOT_LOGGED.includes(name))
      .flatMap(([name, value]) => (finite(value) === undefined ? [] : [[name, value as number] as const]));
    this.#epochs.push({
      epoch: positive(epoch) ?? this.#epochs.length + 1,
      seconds: finite(seconds),
      rows: this.#sawWholeEpoch && this.#rows > 0 ? this.#rows : undefined,
      values: new Map(values.slice(0, MAX_VALUES)),
    });
    this.#sawWholeEpoch = false;
  }
}

function parse(line: string): Fields | undefined {
  if (line.length > MAX_LINE) return undefined;
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null && !Array.isArray(event) ? (event as Fields) : undefined;
  } catch {
    return undefined;
  }
}

/** Larger numbers are not useful, and would leave no room on an axis for the others. */
const LARGEST = 1e100;

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) <= LARGEST ? value : undefined;

/** The largest number of epochs, steps or rows. */
const MOST = 1e12;

const positive = (value: unknown): number | undefined => {
  const number = finite(value);
  return number !== undefined && number > 0 && number <= MOST ? number : undefined;
};
