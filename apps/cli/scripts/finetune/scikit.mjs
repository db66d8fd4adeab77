/** A Python with scikit-learn, for what accuracies are compared with. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SCIKIT = 'scikit-learn==1.9.1';

/** The folder of what the checks download. */
export const cacheFolder = () =>
  join(process.env.NABLA_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nabla');

/** $NABLA_PYTHON or python3 if it has scikit-learn, else a virtual environment in the cache, which has NumPy too. */
export function scikitPython() {
  const base = process.env.NABLA_PYTHON || 'python3';
  if (spawnSync(base, ['-c', 'import sklearn']).status === 0) return base;
  const folder = join(cacheFolder(), SCIKIT.replace('==', '-'));
  const own = join(folder, 'bin', 'python');
  const run = (file, args) => execFileSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(own)) run(base, ['-m', 'venv', folder]);
  run(own, ['-m', 'pip', 'install', '--quiet', SCIKIT]);
  return own;
}
