import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFailure } from '@nablajs/command-line';
import type { Network } from '@nablajs/core';
import type { Score } from '../evaluation/report.js';
import { isWorse, scoreText } from '../evaluation/test-model.js';
import { saveTrained, type TrainedOn } from './model-folder.js';
import { taskDifference } from './saved-form.js';

export interface KeptModel {
  /** The folder of the model; undefined if it could not be saved anywhere. */
  readonly folder: string | undefined;
  /** Why the model is not in the requested folder, and where it is instead. */
  readonly problem: string | undefined;
  readonly replaced: { readonly score: Score | undefined } | undefined;
}

export interface KeepOptions {
  /** Whether the model may replace a better one, or one of another task. */
  readonly overwrite: boolean;
  /** Parents of a new folder if saving elsewhere fails. Default: the temporary folder, then memory on Linux. */
  readonly parents?: readonly string[];
}

/** The temporary folder, and on Linux a folder in memory, because the disk may be full. */
const usualParents = (): string[] => [tmpdir(), ...(process.platform === 'linux' ? ['/dev/shm'] : [])];

/**
 * If `folder` fails, or if `overwrite` is false and `folder` has a better model or one of another task, saves to a new
 * folder beside it, or below one of `parents`. Never throws.
 */
export async function keepTrained(
  folder: string,
  model: Network,
  trainedOn: TrainedOn,
  { overwrite, parents = usualParents() }: KeepOptions,
): Promise<KeptModel> {
  let replaced: KeptModel['replaced'];
  let refusal = '';
  const { score: own } = trainedOn;
  const mayReplace = (score: Score | undefined, form: TrainedOn['form']): void => {
    replaced = { score };
    if (overwrite) return;
    // Another process may have saved it meanwhile.
    const difference = taskDifference(form, trainedOn.form, folder);
    if (difference !== undefined) refusal = `${folder} keeps its old model: ${difference}.`;
    else if (score !== undefined && isWorse(own, score)) {
      refusal = `${folder} keeps its old model, which has ${scoreText(score)}; the new one has ${scoreText(own)}.`;
    }
    if (refusal !== '') throw new Error(refusal);
  };
  try {
    await saveTrained(folder, model, trainedOn, mayReplace);
    return { folder, problem: undefined, replaced };
  } catch (error) {
    const problem = refusal === '' ? describeFailure(error).message : refusal;
    const temporary = parents.map((parent) => () => mkdtemp(join(parent, 'nabla-model-')));
    const places = refusal === '' ? temporary : [() => folderBeside(folder), ...temporary];
    const found = await saveElsewhere(places, (place) => saveTrained(place, model, trainedOn));
    const remedy = refusal === '' ? '' : ' Use --overwrite to replace the old one.';
    return { folder: found.folder, problem: `${problem} ${found.outcome}${remedy}`, replaced: undefined };
  }
}

type MakeFolder = () => Promise<string>;

/** Creates the first of `model-2`, `model-3` … that does not exist yet. */
async function folderBeside(folder: string): Promise<string> {
  for (let number = 2; ; number++) {
    const path = `${folder}-${number}`;
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function saveElsewhere(places: readonly MakeFolder[], save: (folder: string) => Promise<void>) {
  const problems: string[] = [];
  for (const make of places) {
    let folder: string | undefined;
    try {
      folder = await make();
      await save(folder);
      const memory = folder.startsWith('/dev/shm/') ? ', which is in memory: copy it before the machine restarts' : '';
      return { folder, outcome: `The model was saved in ${folder}${memory}.` };
    } catch (error) {
      problems.push(describeFailure(error).message);
      if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
  return { folder: undefined, outcome: `Saving it elsewhere failed too: ${problems.join(' ')}` };
}
