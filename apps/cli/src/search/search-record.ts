/** `search.json`: the record of how a search was started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RecordFormat, readRecordFile, writeRecordFile } from '../runs/record-file.js';
import type { RunEnvironment } from '../runs/run-record.js';
import { type NablaConfig, recordedConfigSchema } from '../settings/config-schema.js';
import { MAX_TRIALS } from './draws.js';
import { type Dimension, dimensionSchema, type TriedValues, triedValuesSchema } from './space.js';

export const SEARCH_FILE = 'search.json';
const FORMAT: RecordFormat = { format: 'nabla-search', formatVersion: 1 };
/** Far more than the largest number of trials can take. */
const MAX_BYTES = 20_000_000;

export interface SearchRecord {
  /** Start time, in ISO 8601. */
  readonly started: string;
  readonly space: readonly Dimension[];
  /** The seed that drew the trials. */
  readonly seed: number;
  readonly grid: boolean;
  /** Whether the median rule stops trials. */
  readonly prune: boolean;
  /** The settings that all trials share. Paths are absolute, or relative to the search's folder. */
  readonly config: NablaConfig;
  /** The values of each trial, in order. */
  readonly trials: readonly TriedValues[];
  readonly environment: RunEnvironment;
}

const recordSchema = z.strictObject({
  format: z.literal(FORMAT.format),
  formatVersion: z.literal(FORMAT.formatVersion),
  started: z.iso.datetime(),
  space: z.array(dimensionSchema).min(1),
  seed: z.int().nonnegative(),
  grid: z.boolean(),
  prune: z.boolean(),
  config: recordedConfigSchema,
  trials: z.array(triedValuesSchema).min(1).max(MAX_TRIALS),
  environment: z.record(z.string(), z.string()),
});

/** Writes the record atomically, and waits until it is on the disk. */
export function writeSearch(folder: string, record: SearchRecord): void {
  writeRecordFile(join(folder, SEARCH_FILE), FORMAT, record);
}

/** Whether the folder is the folder of a search. */
export function isSearch(folder: string): boolean {
  return existsSync(join(folder, SEARCH_FILE));
}

/** Reads the record. Throws a CommandError if `search.json` is missing or invalid. */
export function readSearch(folder: string): SearchRecord {
  const { format, formatVersion, ...record } = readRecordFile(
    join(folder, SEARCH_FILE),
    FORMAT,
    recordSchema,
    MAX_BYTES,
  );
  return { ...record, environment: record.environment as unknown as RunEnvironment };
}
