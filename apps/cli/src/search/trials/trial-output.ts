import { Output } from '@nablajs/command-line';

/** What the training of one trial says: its warnings alone, with the trial's name. */
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

  /** The search has said it. */
  override warnOf(): void {}
}
