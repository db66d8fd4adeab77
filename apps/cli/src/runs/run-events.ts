/** Writes `events.jsonl`: what happened in a run, one JSON object per line. */
import { closeSync, fdatasync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { TrainEvent } from '@nablajs/core';

export const EVENTS_FILE = 'events.jsonl';

/** An event of a training, or the start or the end of a stage of a fine-tuning. */
export type RunEvent =
  | TrainEvent
  | ({ readonly type: 'stage-start' | 'stage-end' } & Readonly<Record<string, unknown>>);

/** The number of events and steps after a checkpoint, which are computed again. */
export interface CutEvents {
  readonly events: number;
  readonly steps: number;
}

/** Appends events to a file. The system has each line before the next step, so a killed process loses none. */
export class RunEvents {
  readonly #file: number;
  #bytes: number;

  /** Opens or creates the file. */
  constructor(path: string) {
    this.#file = openSync(path, 'a+');
    this.#bytes = statSync(path).size;
  }

  /** The size of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  write(event: RunEvent): void {
    const line = `${JSON.stringify(lineOf(event))}\n`;
    this.#bytes += writeSync(this.#file, line);
  }

  /** Resolves once all written events are on the disk. */
  sync(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  /** Cuts the file back to `bytes`. Leaves a shorter file unchanged. */
  cutTo(bytes: number): CutEvents {
    const cut = this.#linesFrom(bytes);
    if (this.#bytes > bytes) {
      ftruncateSync(this.#file, bytes);
      this.#bytes = bytes;
    }
    return { events: cut.length, steps: cut.filter((line) => line.startsWith('{"event":"batch"')).length };
  }

  close(): void {
    closeSync(this.#file);
  }

  #linesFrom(start: number): string[] {
    const length = Math.max(0, this.#bytes - start);
    const bytes = Buffer.alloc(length);
    const count = readSync(this.#file, bytes, 0, length, start);
    // The last line of a killed process may be incomplete.
    return bytes.toString('utf8', 0, count).split('\n').slice(0, -1);
  }
}

/** Returns the event without its large parts, such as the confusion matrix and the predictions. */
function lineOf(event: RunEvent): object {
  const { type, ...rest } = event;
  if (event.type === 'epoch-end') {
    const { epoch, epochs, seconds, log } = event;
    return { event: type, epoch, epochs, seconds, ...log };
  }
  if (event.type === 'validation') {
    const { epoch, step, validation } = event;
    const { loss, classification, metrics } = validation;
    return { event: type, epoch, step, val_loss: loss, val_accuracy: classification?.accuracy, ...metrics };
  }
  return { event: type, ...rest };
}
