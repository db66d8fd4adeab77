/** Has Keras load what `writeKeras` writes, and compares outputs and losses. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MeanSquaredError, upload } from '@nablajs/core';
import { takeOptimizerState } from '@nablajs/core/callbacks';
import { importedNetwork, importedOptimizer, readKeras, writeKeras } from '../../dist/index.js';
import { backend, decode, encode, fixture, MODULES, makeCase, outputsOf, worst } from './cases.mjs';
import { kerasPython } from './peers.mjs';

const LIMITS = { float32: 1e-5, float64: 1e-12 };
const TRAININGS = ['mlp', 'convnet', 'lstm', 'transformer'];
const STEPS = 50;
const LOSS_LIMIT = 1e-9;

/** Takes steps with a whole batch, and returns the loss before each. */
async function train(network, optimizer, x, y) {
  const losses = [];
  const [input, targets] = [upload(backend, x), upload(backend, y)];
  for (let step = 1; step <= STEPS; step++) {
    const pass = network.pass(input, targets, new MeanSquaredError(), { seed: 0, step });
    losses.push((await pass.loss.data())[0]);
    optimizer.step(network.parameters.trainable, pass.gradients);
    for (const [name, value] of pass.updates) network.parameters.get(name).adopt(value);
  }
  return losses;
}

/** Trains 50 steps here, writes the model, and trains on. */
async function makeTraining(name, folder) {
  const { x, y } = JSON.parse(readFileSync(fixture(`training/${name}.json`), 'utf8'));
  const imported = readKeras(new Uint8Array(readFileSync(fixture(`training/${name}.keras`))));
  const network = importedNetwork(backend, imported);
  const optimizer = importedOptimizer(network, imported);
  await train(network, optimizer, decode(x), decode(y));
  const exported = { ...imported, parameters: await network.parameters.read() };
  const state = await takeOptimizerState(optimizer);
  writeFileSync(join(folder, `${name}.keras`), writeKeras(exported, { optimizer: state, loss: 'mean_squared_error' }));
  return { dtype: 'float64', x, y, steps: STEPS, losses: await train(network, optimizer, decode(x), decode(y)) };
}

/** Writes all cases into a folder: for each name what Python needs, and what is expected. */
async function writeCases(folder) {
  const cases = {};
  for (const [at, one] of MODULES.entries()) {
    if (one.keras !== undefined) continue;
    for (const dtype of ['float32', 'float64']) {
      const { network, exported, inputs } = await makeCase(one, dtype);
      const name = `${at}-${dtype}`;
      writeFileSync(join(folder, `${name}.keras`), writeKeras(exported, { dtype }));
      cases[name] = { label: one.name, dtype, inputs: inputs.map(encode), outputs: await outputsOf(network, inputs) };
    }
  }
  for (const name of TRAININGS) cases[name] = { label: name, ...(await makeTraining(name, folder)) };
  return cases;
}

/** Returns whether all is as it should be. */
export async function checkKeras() {
  const python = kerasPython();
  const folder = mkdtempSync(join(tmpdir(), 'nabla-keras-'));
  try {
    const cases = await writeCases(folder);
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
    const script = fileURLToPath(new URL('./run_keras.py', import.meta.url));
    execFileSync(python, [script, 'run', folder], {
      env: { ...process.env, KERAS_BACKEND: 'torch' },
      stdio: 'inherit',
    });
    const made = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8'));
    const off = { float32: 0, float64: 0, losses: 0 };
    let failures = 0;
    for (const [name, { label, dtype, outputs, losses }] of Object.entries(cases)) {
      const theirs = made[name];
      const kind = losses === undefined ? dtype : 'losses';
      const distance =
        typeof theirs === 'string'
          ? Number.POSITIVE_INFINITY
          : losses === undefined
            ? worst(outputs, theirs.map(decode))
            : Math.max(...losses.map((loss, at) => Math.abs(loss - theirs[at])));
      off[kind] = Math.max(off[kind], distance);
      if (distance <= (LIMITS[kind] ?? LOSS_LIMIT)) continue;
      failures++;
      console.error(`${label} (${dtype}): ${typeof theirs === 'string' ? theirs : `off by ${distance}`}`);
    }
    const parts = Object.entries(off).map(([kind, distance]) => `${kind} ${distance.toExponential(1)}`);
    console.log(`Keras: ${Object.keys(cases).length} exports, ${failures} failures; worst: ${parts.join(', ')}`);
    return failures === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
