import type { SavedNormalisation } from '@nablajs/checkpoint';
import type { Dataset, JsonValue } from '@nablajs/core';
import type { ArrayPlace, Tokenizer } from '@nablajs/datasets';
import type { Example } from '../results/example.js';
import type { Task } from './task.js';
import type { WholeTable } from './whole-table.js';

export type DataShape =
  /** Height and width in pixels. */
  | { readonly kind: 'images'; readonly height: number; readonly width: number; readonly channels: number }
  | { readonly kind: 'table'; readonly columns: number; readonly inputs: number }
  | { readonly kind: 'arrays'; readonly inputs: readonly ArrayPlace[] }
  | {
      readonly kind: 'text';
      readonly tokenizer: Tokenizer['form']['type'];
      readonly vocabulary: number;
      readonly context: number;
      readonly trainTokens: number;
      readonly testTokens: number;
    };

/**
 * Data of their own, data that also choose the epoch, or the rows of the training data, each tested by networks that
 * have not seen it.
 */
export type TestName = 'test' | 'validation' | 'held-out';

export interface TrainingData {
  readonly train: Dataset;
  /** Tested after each epoch. With the preset `table`, the same as `test`. */
  readonly validation: Dataset;
  /** Tested after training; if the test is on held-out rows, the same as `train`. */
  readonly test: Dataset;
  readonly testName: TestName;
  readonly layout: 'dense' | 'csr';
  readonly task: Task;
  /** The form that a model keeps to read other data. */
  readonly form: Readonly<Record<string, JsonValue>> | undefined;
  readonly normalisation: SavedNormalisation | undefined;
  /** Undefined for other data, other presets, and a table that does not suit: `notes` say why. */
  readonly table?: WholeTable;
  /** How a text becomes tokens, and the first ones that are held out; undefined for other data. */
  readonly text?: { readonly tokenizer: Tokenizer; readonly prompt: Int32Array };
  readonly shape: DataShape;
  /** Returns the SHA-256 of all data in hexadecimal, without the names of files. */
  readonly digest: () => string;
  /** Returns examples of `test` as they were before they became inputs. */
  readonly examples: (indices: Int32Array) => Promise<readonly Example[]>;
  readonly notes: readonly string[];
}
