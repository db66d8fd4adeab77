// Trains small models on tables, arrays and a text, exports each to every format that has its layers, and
// runs the files in their own libraries with --verify. Needs the built command (npm run build). Installs ONNX Runtime,
// PyTorch, Keras and TensorFlow.js under node_modules/.cache. A library that cannot be installed is not checked, and
// then the exit code is 1 if NABLA_REQUIRE_PEERS is 1.
//
//   node apps/cli/scripts/interchange/verify-exports.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNpz } from '../../../../packages/interchange/dist/index.js';
import { kerasPython, loadTfjs } from '../../../../packages/interchange/scripts/keras/peers.mjs';
import { torchPython } from '../../../../packages/interchange/scripts/torch/python.mjs';

const NABLA = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const ROWS = 120;

/** Installs the library of a format. Returns the environment in which nabla finds it, or the folder of its packages. */
const PEERS = {
  onnx: async () => ({ packages: (await loadTfjs('onnxruntime-node')).folder }),
  tfjs: async () => ({ packages: (await loadTfjs()).folder }),
  safetensors: async () => ({ env: { NABLA_PYTHON: torchPython() } }),
  keras: async () => ({ env: { NABLA_PYTHON: kerasPython() } }),
};
const OUT = { onnx: 'net.onnx', keras: 'net.keras', tfjs: 'tfjs', safetensors: 'torch' };

const scratch = mkdtempSync(join(tmpdir(), 'nabla-exports-'));
try {
  const models = trainModels();
  for (const [format, install] of Object.entries(PEERS)) await check(format, install, models);
} finally {
  rmSync(scratch, { recursive: true });
}

async function check(format, install, models) {
  let peer;
  try {
    peer = await install();
  } catch (error) {
    console.error(`NOT CHECKED: ${format}: ${error.message}`);
    if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
    return;
  }
  const { env = {}, packages } = peer;
  rmSync(join(scratch, 'node_modules'), { force: true });
  if (packages !== undefined) symlinkSync(packages, join(scratch, 'node_modules'));
  for (const { name } of models.filter(({ formats }) => formats.includes(format))) {
    const args = ['export', name, '--to', format, '--out', OUT[format], '--verify', '--overwrite', '--quiet'];
    const { status, stdout, stderr } = nabla(args, env);
    console.log(`${status === 0 ? 'ok   ' : 'WRONG'} ${name} to ${format}: ${stdout.trim() || stderr.trim()}`);
    if (status !== 0) process.exitCode = 1;
  }
}

function nabla(args, env = {}) {
  return spawnSync(process.execPath, [NABLA, ...args], {
    ...{ cwd: scratch, encoding: 'utf8', env: { ...process.env, OMP_NUM_THREADS: '1', ...env } },
  });
}

/** Trains each for an epoch, and returns their names with the formats that have their layers. */
function trainModels() {
  const all = Object.keys(PEERS);
  const row = (at) => `${at % 7},${at % 5 === 0 ? '' : (at * 3) % 11},${['red', 'green', 'blue'][at % 3]}`;
  const rows = Array.from({ length: ROWS }, (_, at) => `${row(at)},${at % 2 ? 'x' : 'y'},${at * 0.5}`);
  writeFileSync(join(scratch, 'table.csv'), `a,b,c,kind,price\n${rows.join('\n')}\n`);
  writeFileSync(join(scratch, 'book.txt'), 'the quick brown fox jumps over the lazy dog. '.repeat(100));
  const x = {
    type: 'float32',
    shape: [ROWS, 8, 8, 3],
    data: Float32Array.from({ length: ROWS * 192 }, (_, at) => Math.sin(at)),
  };
  const y = { type: 'int64', shape: [ROWS], data: Float64Array.from({ length: ROWS }, (_, at) => at % 3) };
  writeFileSync(join(scratch, 'images.npz'), writeNpz(new Map(Object.entries({ x, y }))));
  const layers = [{ type: 'Conv2d', filters: 4, kernelSize: 3 }, { type: 'BatchNorm' }, { type: 'ReLU' }];
  const convnet = JSON.stringify([...layers, { type: 'MaxPool2d', size: 2 }, { type: 'Flatten' }]);
  const gpt = ['--batch-size', '2', '--context', '8', '--width', '8', '--heads', '2', '--blocks', '1'];
  const trainings = [
    ['class', ['table.csv', '--target', 'kind', '--hidden', '8'], all],
    ['number', ['table.csv', '--target', 'price', '--hidden', '8', '--dtype', 'float64'], all],
    ['table', ['table.csv', '--target', 'kind', '--effort', '0.1'], ['onnx']],
    ['arrays', ['images.npz', '--layers', convnet, '--hidden', '8'], all],
    ['text', ['book.txt', ...gpt], ['onnx', 'safetensors']],
  ];
  return trainings.map(([name, flags, formats]) => {
    const epochs = name === 'table' ? [] : ['--epochs', '1'];
    const { status, stderr } = nabla(['train', ...flags, ...epochs, '--no-run', '--quiet', '--out', name]);
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    return { name, formats };
  });
}
