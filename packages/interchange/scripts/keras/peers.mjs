/** Installs what is compared with, under node_modules/.cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/nabla-keras/', import.meta.url));
/** Where packages of npm lie. */
export const NODE_MODULES = `${CACHE}node_modules`;
const PYTHON_PACKAGES = ['keras==3.15.0', 'torch==2.15.0', 'h5py'];

function install(what, work) {
  try {
    return work();
  } catch (cause) {
    throw Object.assign(new Error(`${what} cannot be installed: ${cause.message}`), { code: 'NOT_INSTALLED' });
  }
}

/** Returns a Python that has Keras. */
export function kerasPython() {
  if (process.env.NABLA_KERAS_PYTHON) return process.env.NABLA_KERAS_PYTHON;
  return install('Keras', () => {
    const python = `${CACHE}venv/bin/python`;
    if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', `${CACHE}venv`]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PYTHON_PACKAGES]);
    return python;
  });
}

/** Installs packages of npm, without their scripts, and returns a `require` that finds them. */
export function npmRequire(...packages) {
  return install(packages.join(' and '), () => {
    mkdirSync(CACHE, { recursive: true });
    const root = `${CACHE}package.json`;
    if (!existsSync(root)) writeFileSync(root, '{ "private": true }\n');
    const flags = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
    execFileSync('npm', ['install', ...flags, '--prefix', CACHE, ...packages], { stdio: 'inherit' });
    return createRequire(root);
  });
}

/** TensorFlow.js on its backend of plain JavaScript. */
export async function loadTfjs(...more) {
  const require = npmRequire('@tensorflow/tfjs@4.22.0', ...more);
  const tf = require('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  return { tf, require, folder: NODE_MODULES };
}
