/** Computes the results of a trained network from its outputs, and writes and reads `results.json`. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import type { DenseArray } from '@nablajs/core';
import type { ExampleTask } from '../data/task.js';
import { replaceFile } from '../runs/replace-file.js';
import { classificationResults } from './classification-results.js';
import type { Example } from './example.js';
import { regressionResults } from './regression-results.js';
import { RESULTS_VERSION, type Results, resultsSchema } from './results-schema.js';

export const RESULTS_FILE = 'results.json';
const MAX_BYTES = 10_000_000;

export interface ResultsInput {
  readonly task: ExampleTask;
  /** The outputs for the validation data: logits [n, classes], or standardised predictions [n, 1]. */
  readonly outputs: DenseArray;
  /** The n true values: int32 labels, or standardised targets. */
  readonly truth: ArrayLike<number>;
  /** Returns the example at an index in [0, n). Called only for the examples to keep, at most 24 times. */
  readonly example: (index: number) => Example;
  /** Whether the epoch was chosen by these data. Default: false. */
  readonly epochChosen?: boolean;
  /** Whether each example was tested by networks that had not seen it. Default: false. */
  readonly heldOut?: boolean;
  /** Finished epochs of the training; 0 for an ensemble. */
  readonly epochs: number;
  /** The time to compute the outputs. */
  readonly seconds: number;
}

/**
 * Computes the content of `results.json`. Throws a NablaError of code `shape` if outputs and truth do not fit the task.
 */
export function resultsOf({ task, ...input }: ResultsInput): Results {
  return task.kind === 'classification'
    ? classificationResults({ ...task, ...input })
    : regressionResults({ ...task, ...input });
}

/**
 * Writes the results atomically, and replaces older ones. The caller holds the lock of the run. Throws a CommandError
 * if that fails.
 */
export function writeResults(runFolder: string, results: Results): void {
  const text = `${JSON.stringify(results)}\n`;
  const path = join(runFolder, RESULTS_FILE);
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw workError(`${path}: expected at most ${MAX_BYTES} bytes of results. Received ${Buffer.byteLength(text)}.`);
  }
  try {
    replaceFile(path, text);
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}

/**
 * Reads the results, or returns undefined if the run has none. Throws a CommandError for a file that is not nabla's.
 */
export function readResults(runFolder: string): Results | undefined {
  const path = join(runFolder, RESULTS_FILE);
  if (!existsSync(path)) return undefined;
  const { data, error } = resultsSchema.safeParse(readJson(path));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw workError(`${path}: not in nabla's format, at ${issue?.path.join('.') || 'the top'}. Remove the file.`);
}

function readJson(path: string): unknown {
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) {
      throw workError(`${path}: expected at most ${MAX_BYTES} bytes. Received ${size}. Remove the file.`);
    }
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { formatVersion } = Object(document) as { readonly formatVersion?: unknown };
    if (typeof formatVersion === 'number' && formatVersion > RESULTS_VERSION) {
      throw workError(
        `${path}: a newer nabla wrote version ${formatVersion} of the format; this one reads ${RESULTS_VERSION}. ` +
          'Update nabla.',
      );
    }
    return document;
  } catch (error) {
    if (error instanceof SyntaxError) throw workError(`${path}: not valid JSON. Remove the file.`, { cause: error });
    throw workError(describeFailure(error).message, { cause: error });
  }
}
