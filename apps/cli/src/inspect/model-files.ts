import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpointFolder } from '@nablajs/checkpoint';
import { workError } from '@nablajs/command-line';
import { CHECKPOINTS_FOLDER } from '../runs/run-folder.js';
import { isRun } from '../runs/run-record.js';
import { ownModelFolder } from '../runs/table-run.js';

const FILES = {
  model: { description: 'model.json', weights: 'weights.safetensors' },
  checkpoint: { description: 'manifest.json', weights: 'tensors.safetensors' },
} as const;

interface WeightsFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The stored type, if it is not the type of the computation. */
  readonly dtype?: string | undefined;
}

export interface ModelFiles {
  /** The folder for `loadModel`. */
  readonly folder: string;
  readonly kind: 'model' | 'checkpoint';
  readonly description: { readonly name: string; readonly bytes: number };
  readonly weights: WeightsFile;
}

/** For a run, returns its best checkpoint, or the last one if none is known to be the best. */
export async function folderOfModel(given: string): Promise<string> {
  const folder = ownModelFolder(given);
  const parent = isRun(folder) ? join(folder, CHECKPOINTS_FOLDER) : folder;
  if (Object.values(FILES).some(({ description }) => existsSync(join(parent, description)))) return parent;
  const entries = existsSync(parent) ? await readCheckpointFolder(parent).list() : [];
  const entry = entries.findLast(({ best }) => best) ?? entries.at(-1);
  return entry === undefined ? parent : join(parent, entry.name);
}

/** Takes only a folder that `loadModel` has read successfully. */
export function modelFilesIn(folder: string): ModelFiles {
  const kind = existsSync(join(folder, FILES.model.description)) ? 'model' : 'checkpoint';
  const names = FILES[kind];
  const path = join(folder, names.description);
  const document = JSON.parse(readFileSync(path, 'utf8')) as { weights?: object; files?: Record<string, object> };
  const record = kind === 'model' ? document.weights : document.files?.[names.weights];
  if (record === undefined) throw workError(`${path}: the file changed while it was read. Run the command again.`);
  const { bytes, sha256, dtype } = record as Omit<WeightsFile, 'name'>;
  const description = { name: names.description, bytes: statSync(path).size };
  return { folder, kind, description, weights: { name: names.weights, bytes, sha256, dtype } };
}
