/** Runs what `exportTorch` writes, with every module. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-ts';
import { dense, Network, Random, upload } from '@nablajs/core';
import { exportTorch, loadStateDict, readSafetensors, writeTorch } from '../../dist/index.js';
import { CASES } from './cases.mjs';
import { execute } from './python.mjs';

const RUNNER = fileURLToPath(new URL('run_models.py', import.meta.url));
const LIMITS = { float32: 1e-5, float64: 1e-12 };
const ROWS = 3;

/** Returns whether all outputs are near. */
export async function checkExports(python) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-torch-'));
  try {
    const backend = await createBackend();
    for (const dtype of ['float32', 'float64']) {
      for (const [name, module, ...inputs] of CASES)
        await write(backend, join(folder, `${name} ${dtype}`), module, inputs, dtype);
    }
    const results = execute(python, [RUNNER, folder]).trim().split('\n').map(JSON.parse);
    return report(results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(results) {
  const isNear = ({ name, worst }) => worst <= LIMITS[name.split(' ').at(-1)];
  const bad = results.filter((result) => !isNear(result));
  for (const { name, worst, error } of bad) console.error(`FAILED ${name}: ${error ?? worst}`);
  for (const dtype of Object.keys(LIMITS)) {
    const all = results.filter(({ name, worst }) => name.endsWith(dtype) && worst !== undefined);
    const worst = all.reduce((most, one) => (one.worst > most.worst ? one : most), all[0]);
    console.log(`${all.length} networks in ${dtype}: at most ${worst.worst} from PyTorch (${worst.name})`);
  }
  return bad.length === 0 && results.length === 2 * CASES.length;
}

/** Writes one network, its inputs and outputs. */
async function write(backend, folder, module, inputs, dtype) {
  mkdirSync(folder);
  const specs = inputs.map((input) => (Array.isArray(input) ? { shape: input, kind: 'float' } : input));
  const network = new Network(backend, module, { inputShape: specs.map(({ shape }) => shape), dtype, seed: 1 });
  const random = new Random(7);
  await randomise(network, random);
  const { python, safetensors, channelsFirst } = await exportTorch(network);
  writeFileSync(join(folder, 'model.py'), python);
  writeFileSync(join(folder, 'model.safetensors'), safetensors);
  // The file loads here too, and changes no bit.
  const before = await network.parameters.read();
  loadStateDict(network, readSafetensors(safetensors));
  const { values, rows } = {
    values: await network.parameters.read(),
    rows: specs.map((spec) => drawn(spec, random, dtype)),
  };
  for (const [name, { data }] of before) {
    const isPaddingRow = module.config.paddingIndex === 0 || name.endsWith('0.weight');
    if (!isPaddingRow && values.get(name).data.some((value, at) => value !== data[at]))
      throw new Error(`${name} changed`);
  }
  const output = network.forward(...rows.map((row) => upload(backend, row)));
  const outputs = await Promise.all((Array.isArray(output) ? output : [output]).map(hostOf));
  const run = new Map([
    ['inputs', rows.map(({ data, shape }) => tensorOf(data, shape))],
    ['outputs', outputs],
    ['inputs_first', channelsFirst.inputs],
    ['outputs_first', channelsFirst.outputs],
  ]);
  writeFileSync(join(folder, 'run.pt'), writeTorch(run));
  network.dispose();
}

/** Fills all parameters, since those of norms start as ones and zeros. */
async function randomise(network, random) {
  const values = await network.parameters.read();
  for (const [name, { data }] of values) {
    const isVariance = /variance$/i.test(name);
    for (let at = 0; at < data.length; at++) data[at] = isVariance ? 0.5 + random.uniform() : random.uniform() - 0.5;
  }
  network.parameters.load(values);
}

const tensorOf = (data, shape) => ({
  type: { Float32Array: 'float32', Float64Array: 'float64', Int32Array: 'int32' }[data.constructor.name],
  shape,
  data,
});

const hostOf = async (tensor) => tensorOf(await tensor.data(), tensor.shape);

function drawn({ shape, kind }, random, dtype) {
  const full = [ROWS, ...shape];
  const length = full.reduce((product, size) => product * size, 1);
  if (kind === 'float') {
    const data = dtype === 'float64' ? new Float64Array(length) : new Float32Array(length);
    return dense(
      data.map(() => 2 * random.uniform() - 1),
      full,
    );
  }
  // Rows end with more and more padding.
  const row = shape[0];
  const isPadding = (at) => at % row >= row - Math.floor(at / row);
  const value = (at) => (isPadding(at) ? 0 : kind === 'mask' ? 1 : 1 + Math.floor(6 * random.uniform()));
  return dense(
    Int32Array.from({ length }, (_, at) => value(at)),
    full,
  );
}
