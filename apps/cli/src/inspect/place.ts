/** Where the files of a model lie: in a folder of its own, or in a checkpoint of a run. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpointFolder } from '@nablajs/checkpoint';
import { workError } from '@nablajs/command-line';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun } from '../runs/run-record.js';

/** The file that describes a model, and the one with its weights. */
const FILES = {
  model: { description: 'model.json', weights: 'weights.safetensors' },
  checkpoint: { description: 'manifest.json', weights: 'tensors.safetensors' },
} as const;

/** The file with the weights, as the file beside it records it. */
interface WeightsFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** How many bits the weights have there, where that is not as they are computed in. */
  readonly dtype?: string | undefined;
}

export interface ModelPlace {
  /** What `loadModel` takes. */
  readonly folder: string;
  readonly kind: 'model' | 'checkpoint';
  /** Name and bytes of the file that describes the model. */
  readonly description: { readonly name: string; readonly bytes: number };
  readonly weights: WeightsFile;
}

/**
 * The folder of the model that `nabla train --out` saved, or of the checkpoint that a run is taken for: its best one, or its
 * last one where none is known to be the best.
 */
export async function folderOfModel(folder: string): Promise<string> {
  const place = isRun(folder) ? join(folder, CHECKPOINTS_FOLDER) : folder;
  if (Object.values(FILES).some(({ description }) => existsSync(join(place, description)))) return place;
  const entries = existsSync(place) ? await readCheckpointFolder(place).list() : [];
  const entry = entries.findLast(({ best }) => best) ?? entries.at(-1);
  return entry === undefined ? place : join(place, entry.name);
}

/** The files of a folder that `loadModel` has read without an error. */
export function placeOf(folder: string): ModelPlace {
  const kind = existsSync(join(folder, FILES.model.description)) ? 'model' : 'checkpoint';
  const names = FILES[kind];
  const path = join(folder, names.description);
  const document = JSON.parse(readFileSync(path, 'utf8')) as { weights?: object; files?: Record<string, object> };
  const record = kind === 'model' ? document.weights : document.files?.[names.weights];
  if (record === undefined) throw workError(`${path}: it changed meanwhile; run this again.`);
  const { bytes, sha256, dtype } = record as Omit<WeightsFile, 'name'>;
  const description = { name: names.description, bytes: statSync(path).size };
  return { folder, kind, description, weights: { name: names.weights, bytes, sha256, dtype } };
}
