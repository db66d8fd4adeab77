/** `run.json`: the record of how a run was started. */
import { existsSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '@nablajs/core';
import { z } from 'zod';
import { ownVersion } from '../own-version.js';
import { type NablaConfig, recordedConfigSchema } from '../settings/config-schema.js';
import { type RecordFormat, readRecordFile, writeRecordFile } from './record-file.js';

export const RUN_FILE = 'run.json';
const FORMAT: RecordFormat = { format: 'nabla-run', formatVersion: 2 };
/** Far more than the settings can take. */
const MAX_BYTES = 1_000_000;

/** The environment of a run. It is only informative. */
export interface RunEnvironment {
  readonly nabla: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly backend: string;
  /** The ranks of a distributed training: `4 ranks, Open MPI 4.1.4`. */
  readonly ranks?: string;
}

export interface RunRecord {
  /** Start time, in ISO 8601. */
  readonly started: string;
  /** Every setting that decides the result. Paths are absolute, or relative to the run's folder. */
  readonly config: NablaConfig;
  /** The SHA-256 of the data; undefined if an older version started the run. */
  readonly dataDigest?: string;
  readonly environment: RunEnvironment;
}

const recordSchema = z.strictObject({
  format: z.literal(FORMAT.format),
  // The first version had no digest.
  formatVersion: z.union([z.literal(1), z.literal(FORMAT.formatVersion)]),
  started: z.iso.datetime(),
  config: recordedConfigSchema,
  dataDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  environment: z.record(z.string(), z.string()),
});

export function environmentOf({ name, description }: Backend, ranks?: string): RunEnvironment {
  const [first] = cpus();
  return {
    nabla: ownVersion(),
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: `${cpus().length} x ${first?.model.trim() ?? 'unknown'}`,
    backend: `${name}: ${description}`,
    ...(ranks !== undefined && { ranks }),
  };
}

/** Writes the record atomically, and waits until it is on the disk. */
export function writeRecord(folder: string, record: RunRecord): void {
  writeRecordFile(join(folder, RUN_FILE), FORMAT, record);
}

/** Whether the folder is the folder of a run. */
export function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILE));
}

/** Reads the record. Throws a CommandError if `run.json` is missing or invalid. */
export function readRecord(folder: string): RunRecord {
  const record = readRecordFile(join(folder, RUN_FILE), FORMAT, recordSchema, MAX_BYTES);
  return { ...record, environment: record.environment as unknown as RunEnvironment };
}
