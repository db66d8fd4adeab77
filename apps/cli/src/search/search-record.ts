/** `search.json`: what a search was begun with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RecordFormat, readRecordFile, writeRecordFile } from '../runs/record-file.js';
import type { RunEnvironment } from '../runs/run-record.js';
import { configSchema, type NablaConfig } from '../settings/config-schema.js';
import { MAX_TRIALS } from './draws.js';
import { type Dimension, dimensionSchema, type TriedValues, triedValuesSchema } from './space.js';

export const SEARCH_FILE = 'search.json';
const FORMAT: RecordFormat = { format: 'nabla-search', formatVersion: 1 };
/** Far above what so many trials can be. */
const MAX_BYTES = 20_000_000;

export interface SearchRecord {
  /** ISO 8601. */
  readonly started: string;
  readonly space: readonly Dimension[];
  /** That the trials were drawn by. */
  readonly seed: number;
  readonly grid: boolean;
  /** Whether the median rule stops trials. */
  readonly prune: boolean;
  /** The settings that are the same for all trials; paths are absolute or relative to the search's folder. */
  readonly config: NablaConfig;
  /** What each trial tries, in their order. */
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
  config: configSchema,
  trials: z.array(triedValuesSchema).min(1).max(MAX_TRIALS),
  environment: z.record(z.string(), z.string()),
});

/** All or nothing, and on the disk for good. */
export function writeSearch(folder: string, record: SearchRecord): void {
  writeRecordFile(join(folder, SEARCH_FILE), FORMAT, record);
}

/** Whether the folder is a search's. */
export function isSearch(folder: string): boolean {
  return existsSync(join(folder, SEARCH_FILE));
}

/** Throws a CommandError for a folder that is no search's, or whose `search.json` is not what nabla writes. */
export function readSearch(folder: string): SearchRecord {
  const { format, formatVersion, ...record } = readRecordFile(
    join(folder, SEARCH_FILE),
    FORMAT,
    recordSchema,
    MAX_BYTES,
  );
  return { ...record, environment: record.environment as unknown as RunEnvironment };
}
