/** `run.json`: what a run was begun with. */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { describeFailure, workError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';
import { z } from 'zod';
import { configSchema, type NablaConfig } from './config-schema.js';
import { ownVersion } from './own-version.js';

export const RUN_FILE = 'run.json';
const FORMAT = 'nabla-run';
const FORMAT_VERSION = 1;
/** Far above what the settings can be. */
const MAX_BYTES = 1_000_000;

/** What a run was computed with; for people, nothing depends on it. */
export interface RunEnvironment {
  readonly nabla: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly backend: string;
}

export interface RunRecord {
  /** ISO 8601. */
  readonly started: string;
  /** Every setting that decides what is computed, `data` as an absolute path or relative to the run's folder. */
  readonly config: NablaConfig;
  readonly environment: RunEnvironment;
}

const recordSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  started: z.iso.datetime(),
  config: configSchema,
  environment: z.record(z.string(), z.string()),
});

export function environmentOf({ name, description }: Backend): RunEnvironment {
  const [first] = cpus();
  return {
    nabla: ownVersion(),
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: `${cpus().length} x ${first?.model.trim() ?? 'unknown'}`,
    backend: `${name}: ${description}`,
  };
}

/** All or nothing, and on the disk for good. */
export function writeRecord(folder: string, { started, config, environment }: RunRecord): void {
  const document = { format: FORMAT, formatVersion: FORMAT_VERSION, started, config, environment };
  const pending = join(folder, `.nabla-new-${randomUUID()}`);
  // wx follows no link that somebody may have put there.
  const file = openSync(pending, 'wx');
  try {
    writeSync(file, `${JSON.stringify(document, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(pending, join(folder, RUN_FILE));
}

/** Whether the folder is a run's. */
export function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILE));
}

/** Throws a CommandError for a folder that is no run's, or whose `run.json` is not what nabla writes. */
export function readRecord(folder: string): RunRecord {
  const path = join(folder, RUN_FILE);
  const fail = (why: string, cause?: unknown) => workError(`${path}: ${why}`, { cause });
  let document: unknown;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw fail(`expected at most ${MAX_BYTES} bytes. Received ${size}; it is not nabla's.`);
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw fail('it is no JSON; restore it from a copy.', error);
    throw workError(describeFailure(error).message, { cause: error });
  }
  const { formatVersion } = (document ?? {}) as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION) {
    throw fail(`version ${formatVersion} of the format is of a newer nabla; this one knows ${FORMAT_VERSION}.`);
  }
  const { data, error } = recordSchema.safeParse(document);
  if (data === undefined) {
    const [issue] = error.issues;
    throw fail(`it is not what nabla writes, at ${issue?.path.join('.') || 'the top'}; restore it from a copy.`);
  }
  return { ...data, environment: data.environment as unknown as RunEnvironment };
}
