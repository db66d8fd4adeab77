/** Reads everything that a report shows of one run, from its folder. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeFailure, usageError } from '@nablajs/command-line';
import { layersOf } from '../../inspect/layers.js';
import type { Picture } from '../../inspect/picture/nodes.js';
import { pictureOf } from '../../inspect/picture/picture.js';
import { loadTrained } from '../../models/model-folder.js';
import { readResults } from '../../results/results.js';
import type { Results } from '../../results/results-schema.js';
import { EVENTS_FILE } from '../../runs/run-events.js';
import { CHECKPOINTS_FOLDER } from '../../runs/run-folder.js';
import { isRun, RUN_FILE, type RunRecord, readRecord } from '../../runs/run-record.js';
import { modelFolderOf, readTrials, type TrialLine } from '../../runs/table-run.js';
import { type FirstLayer, readFirstLayer } from './first-layer.js';
import { learningRates, type RatePoint } from './learning-rates.js';
import { type RunEventSummary, readEvents } from './read-events.js';

export interface ReadRun {
  /** Absolute path. */
  readonly folder: string;
  /** The name of the folder. */
  readonly name: string;
  readonly record: RunRecord;
  readonly events: RunEventSummary;
  /** Undefined if the rate is constant or unknown. */
  readonly rates: readonly RatePoint[] | undefined;
  /** The trials of the preset `table`; empty for others. */
  readonly trials: readonly TrialLine[];
  readonly results: Results | undefined;
  readonly firstLayer: FirstLayer | undefined;
  /** The network of a training that started with a model; undefined for others, whose settings describe it. */
  readonly picture: Picture | undefined;
  /** Says what could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads a run. Throws a CommandError if the folder is not a run, or if its record is damaged. Any other damage is added
 * to `problems`, and the rest is read.
 */
export async function readRun(folder: string): Promise<ReadRun> {
  if (!isRun(folder)) throw usageError(`report: ${folder} is not the folder of a run: it has no ${RUN_FILE}.`);
  const problems: string[] = [];
  const record = readRecord(folder);
  const events = await readEvents(join(folder, EVENTS_FILE));
  if (events.damagedLines > 0)
    problems.push(`${events.damagedLines} lines of ${EVENTS_FILE} are damaged and were ignored.`);
  const results = await attempt(problems, async () => readResults(folder));
  // The checkpoints of a fine-tuning have not all of the network.
  const hasModel = events.stages.length === 0 || existsSync(modelFolderOf(folder));
  return {
    ...{ folder, name: basename(folder), record, events, results, problems },
    trials: (await attempt(problems, async () => readTrials(folder))) ?? [],
    rates: learningRates(record.config, events),
    firstLayer: hasModel ? await attempt(problems, () => readFirstLayer(folder, record, results)) : undefined,
    picture:
      record.config.from !== undefined && hasModel ? await attempt(problems, () => readPicture(folder)) : undefined,
  };
}

/** Reads the network of the best checkpoint; undefined if there is none yet. */
async function readPicture(folder: string): Promise<Picture | undefined> {
  const checkpoints = join(folder, CHECKPOINTS_FOLDER);
  if (!existsSync(checkpoints) || !readdirSync(checkpoints).some((name) => /^\d/.test(name))) return undefined;
  const { network } = await loadTrained(folder);
  return pictureOf(network.config, layersOf(network.config));
}

async function attempt<T>(problems: string[], body: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await body();
  } catch (error) {
    problems.push(describeFailure(error).message);
    return undefined;
  }
}
