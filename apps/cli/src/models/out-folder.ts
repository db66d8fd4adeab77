import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkModelFolder } from '@nablajs/checkpoint';
import { describeFailure, usageError } from '@nablajs/command-line';
import type { TrainedOn } from './model-folder.js';
import { taskDifference } from './saved-form.js';

/**
 * Creates the folder and tests that it is writable, so that hours of training do not end in a failed save. A model of
 * nabla in it may be replaced; other files with the names of a model's files are refused. With a `form`, that model
 * must have the same task.
 */
export async function prepareOutFolder(folder: string, form?: TrainedOn['form']): Promise<void> {
  checkFormat(folder);
  const probe = join(folder, `.nabla-probe-${randomUUID()}`);
  try {
    const existing = await checkModelFolder(folder);
    const difference = taskDifference(existing?.form, form, join(folder, 'model.json'));
    if (difference !== undefined) {
      throw usageError(`${folder}: ${difference}. Choose another folder, or replace the model with --overwrite.`);
    }
    const present = statSync(folder, { throwIfNoEntry: false });
    if (present?.isDirectory() === false) throw usageError(`${folder} is a file, not a folder`);
    makeFolder(folder);
    // The flag wx does not follow a link that somebody may have put there.
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch (error) {
    throw usageError(`--out: cannot save there: ${describeFailure(error).message}`, { cause: error });
  }
}

/** Formats of other libraries, and the file of our own weights: nabla writes a folder instead. */
const OTHER_FORMATS = /\.(onnx|pt|pth|h5|keras|tflite|pb|safetensors|gguf|mlmodel)$/i;

/** Those that `nabla export` writes. */
const EXPORTED: readonly string[] = ['onnx', 'keras', 'safetensors'];

/** Refuses a name that promises another format. A folder that exists may have any name. */
function checkFormat(folder: string): void {
  const [extension] = OTHER_FORMATS.exec(folder) ?? [];
  if (extension === undefined || existsSync(folder)) return;
  const name = basename(folder);
  const own = name.slice(0, -extension.length) || 'model';
  const format = extension.slice(1).toLowerCase();
  const after = EXPORTED.includes(format) ? `, then: nabla export ${own} --to ${format} --out ${name}` : '';
  throw usageError(
    `--out: a model of nabla is a folder with model.json and weights.safetensors. Received ${name}; name a folder, such ` +
      `as ${own}${after}.`,
  );
}

/** Creates one level at a time: Node's recursive `mkdirSync` hangs if the system refuses with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
