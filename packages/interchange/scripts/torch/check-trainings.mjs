/** Begins trainings here, and lets PyTorch go on with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-ts';
import * as core from '@nablajs/core';
import { takeOptimizerState } from '@nablajs/core/callbacks';
import { LSTM, MeanOverTime, TransformerEncoderLayer } from '@nablajs/sequences';
import {
  loadStateDict,
  readTorch,
  readTorchOptimizer,
  toStateDict,
  valueAt,
  writeTorch,
  writeTorchOptimizer,
} from '../../dist/index.js';
import { execute } from './python.mjs';

const RUNNER = fileURLToPath(new URL('go_on.py', import.meta.url));
const RECORDED = new URL('../../fixtures/trainings.pt', import.meta.url);
const LIMIT = 1e-9;

const { BatchNorm, Conv2d, Dense, Flatten, ReLU, Sequential, Tanh } = core;
const LAYERS = {
  mlp: () => [new Dense(6), new Tanh(), new Dense(2)],
  convnet: () => [new Conv2d(3, 3, { padding: 1 }), new BatchNorm(), new ReLU(), new Flatten(), new Dense(2)],
  lstm: () => [new LSTM(4), new Dense(2)],
  transformer: () => [
    new TransformerEncoderLayer({ heads: 2, feedForward: 8, dropout: 0, normFirst: true }),
    new MeanOverTime(),
    new Dense(2),
  ],
};

/** Returns whether all losses are near those of 100 steps by PyTorch. */
export async function checkTrainings(python) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-trainings-'));
  try {
    const { root } = readTorch(readFileSync(RECORDED), 'trainings.pt');
    const backend = await createBackend();
    for (const [name, recorded] of root)
      writeFileSync(join(folder, `${name}.pt`), await begun(backend, name, recorded));
    const losses = JSON.parse(execute(python, [RUNNER, folder]));
    const worst = [...root].map(([name, recorded]) => {
      const expected = recorded.get('losses').slice(50);
      return [name, Math.max(...expected.map((loss, at) => Math.abs(loss - losses[name][at])))];
    });
    for (const [name, difference] of worst) console.log(`${name}: PyTorch goes on, losses within ${difference}`);
    return worst.every(([, difference]) => difference < LIMIT);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes 50 steps here, and returns the checkpoint. */
async function begun(backend, name, recorded) {
  const [kind] = name.split(',');
  const [x, y] = [recorded.get('x'), recorded.get('y')];
  const model = new Sequential(backend, { inputShape: x.shape.slice(1), layers: LAYERS[kind](), dtype: 'float64' });
  // Taking the last output is a module in PyTorch.
  const [map, back] = kind === 'lstm' ? [{ 2: '1' }, (key) => key.replace(/^1\./, '2.')] : [{}, (key) => key];
  loadStateDict(model, recorded.get('initial'), { map });
  const { state } = readTorchOptimizer(model, recorded.get('model'), recorded.get('optimizer'), { map });
  const optimizer = core.fromConfig('optimizer', core.OPTIMIZERS, state.config);
  const dataset = {
    length: x.shape[0],
    inputShape: x.shape.slice(1),
    batch: () => ({ x: core.dense(x.data, x.shape), y: core.dense(y.data, y.shape) }),
  };
  const loss = new core.MeanSquaredError();
  await core.fit(model, dataset, { loss, optimizer, epochs: 50, batchSize: 'full', shuffle: false });
  const tensors = Array.from(await toStateDict(model), ([key, tensor]) => [back(key), tensor]);
  const saved = writeTorchOptimizer(model, await takeOptimizerState(optimizer));
  const groups = valueAt({ root: saved }, 'param_groups').map(
    (group) => new Map([...group, ['param_names', group.get('param_names').map(back)]]),
  );
  const optimizerState = new Map([...saved, ['param_groups', groups]]);
  return writeTorch(
    new Map([
      ['model', new Map(tensors)],
      ['optimizer', optimizerState],
      ['x', x],
      ['y', y],
    ]),
  );
}
