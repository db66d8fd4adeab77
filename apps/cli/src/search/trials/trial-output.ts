import { Output } from '@nablajs/command-line';

/** Prints only the warnings of a trial's training, with the trial's name. */
export class TrialOutput extends Output {
  readonly #output: Output;
  readonly #name: string;

  constructor(output: Output, name: string) {
    super({ quiet: true });
    this.#output = output;
    this.#name = name;
  }

  override warn(line: string): void {
    this.#output.warn(`${this.#name}: ${line}`);
  }

  /** The search has already warned of the backend. */
  override warnOf(): void {}
}
