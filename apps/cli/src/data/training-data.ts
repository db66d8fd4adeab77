/** What a network is trained and tested on, whatever it comes from. */
import type { SavedNormalisation } from '@nablajs/checkpoint';
import type { Dataset, JsonValue } from '@nablajs/core';
import type { Example } from '../results/example.js';
import type { Task } from './task.js';

/** What the examples look like, for people. */
export type DataShape =
  /** In pixels. */
  | { readonly kind: 'images'; readonly height: number; readonly width: number; readonly channels: number }
  | { readonly kind: 'table'; readonly columns: number; readonly inputs: number };

export interface TrainingData {
  readonly train: Dataset;
  /** Tested after each epoch. */
  readonly validation: Dataset;
  /** Tested when training has ended. */
  readonly test: Dataset;
  /** What the examples of `test` are called. */
  readonly testName: 'test' | 'validation';
  readonly layout: 'dense' | 'csr';
  readonly task: Task;
  /** What a model keeps to read other data. */
  readonly form: Readonly<Record<string, JsonValue>> | undefined;
  readonly normalisation: SavedNormalisation | undefined;
  readonly shape: DataShape;
  /** Examples of `test` as they were before they became inputs. */
  readonly examples: (indices: Int32Array) => Promise<readonly Example[]>;
  /** What was not used, for people. */
  readonly notes: readonly string[];
}
