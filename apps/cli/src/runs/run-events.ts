/** `events.jsonl`: what happened in a run, a JSON object a line. */
import { closeSync, fdatasync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { TrainEvent } from '@nablajs/core';

export const EVENTS_FILE = 'events.jsonl';

/** What was cut off behind a checkpoint, which is computed again. */
export interface CutEvents {
  readonly events: number;
  readonly steps: number;
}

/** Appends events to a file. Each line is with the system before the next step, so a killed process loses none. */
export class RunEvents {
  readonly #file: number;
  #bytes: number;

  /** Opens or makes the file. */
  constructor(path: string) {
    this.#file = openSync(path, 'a+');
    this.#bytes = statSync(path).size;
  }

  /** So long the file is. */
  get bytes(): number {
    return this.#bytes;
  }

  write(event: TrainEvent): void {
    const line = `${JSON.stringify(lineOf(event))}\n`;
    this.#bytes += writeSync(this.#file, line);
  }

  /** Resolves once all that was written is on the disk. */
  sync(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  /** Cuts the file back to so many bytes, or leaves it as it is where it is shorter. */
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
    // What a killed process wrote last may lack its end.
    return bytes.toString('utf8', 0, count).split('\n').slice(0, -1);
  }
}

/** The event without what only its consumer needs: a confusion matrix and predictions are large. */
function lineOf(event: TrainEvent): object {
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
