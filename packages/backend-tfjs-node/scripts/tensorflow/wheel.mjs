/** TensorFlow's Python wheel, which contains the C library that the addon links with. pip downloads it. */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, run } from './run.mjs';

export const WHEEL_VERSION = '2.15.1';

const UNPACK = fileURLToPath(new URL('./unpack_wheel.py', import.meta.url));

const PIPS = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3']];

export function supportsWheel() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Returns the path of the user's wheel, or of one that pip downloads into `folder` and checks against its index. */
export function fetchWheel(folder, say) {
  const own = process.env.NABLA_TENSORFLOW_WHEEL;
  if (own) return checkedWheel(own);
  const [command, ...leading] = findPip();
  mkdirSync(folder, { recursive: true });
  say(`downloading the wheel of TensorFlow ${WHEEL_VERSION} with ${[command, ...leading].join(' ')} (207 MB)`);
  const { status, output } = run(command, [...leading, ...downloadArguments(folder)], { seconds: 1800 });
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.whl'));
  if (status !== 0 || name === undefined) {
    throw new Error(
      `pip could not download TensorFlow (${lastLine(output)}). ` +
        "Check the network and pip's index, then run this again.",
    );
  }
  return join(folder, name);
}

function checkedWheel(path) {
  if (!existsSync(path)) throw new Error(`NABLA_TENSORFLOW_WHEEL is ${path}, which does not exist.`);
  if (basename(path).startsWith(`tensorflow_cpu-${WHEEL_VERSION}-`)) return path;
  throw new Error(`NABLA_TENSORFLOW_WHEEL is ${path}; expected a wheel tensorflow_cpu-${WHEEL_VERSION}-*.whl.`);
}

function downloadArguments(folder) {
  return [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--python-version=3.11',
    '--platform=manylinux2014_x86_64',
    '--progress-bar=off',
    `--dest=${folder}`,
    `tensorflow-cpu==${WHEEL_VERSION}`,
  ];
}

function findPip() {
  const found = PIPS.find(([command, ...rest]) => run(command, [...rest, '--version'], { seconds: 60 }).status === 0);
  if (found === undefined) {
    throw new Error(
      'neither python3 -m pip, python -m pip nor pip3 runs. Install Python 3 with pip, then run this again.',
    );
  }
  return found;
}

/**
 * Unpacks the wheel into `stage`: `deps/lib` with the two libraries and the names that the addon links with, and
 * `deps/include` with the headers of the C API. Checks every file against the SHA-256 recorded in the wheel.
 */
export function unpackWheel(wheel, stage) {
  const python = ['python3', 'python'].find((name) => run(name, ['--version'], { seconds: 60 }).status === 0);
  if (python === undefined) {
    throw new Error('no Python to unpack the wheel with. Install Python 3, then run this again.');
  }
  const { status, output } = run(python, [UNPACK, wheel, join(stage, 'deps')], { seconds: 600 });
  if (status !== 0) throw new Error(`the wheel ${wheel} cannot be used: ${lastLine(output)}`);
  const lib = join(stage, 'deps', 'lib');
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'));
}
