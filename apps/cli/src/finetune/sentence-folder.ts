/** The folder of a sentence model, as `sentence-transformers` and Hugging Face keep it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a folder may have a sentence model: a network's `config.json`, and no model of nabla or TensorFlow.js. */
export function isSentenceFolder(folder: string | undefined): folder is string {
  if (folder === undefined) return false;
  const has = (name: string): boolean => existsSync(join(folder, name));
  return has('config.json') && !has('model.json') && !has('run.json');
}
