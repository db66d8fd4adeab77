import { Adam, Sequential } from '@nablajs/core';
import { takeOptimizerState } from '@nablajs/core/callbacks';
import { GRU } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { readTorchOptimizer, type TorchValue, toStateDict, writeTorchOptimizer } from '../../src/index.js';
import { field, tensorsIn } from './support.js';
import { backend, datasetOf, describeTrainings, names, start, steps } from './trainings.js';

/** The others are in trainings.slow.test.ts. */
describeTrainings(names.filter((name) => /^(mlp|transformer)/.test(name)));

describe('readTorchOptimizer', () => {
  it('names the biases of a GRU, of which some elements move twice as far', async () => {
    const x = {
      type: 'float64',
      shape: [2, 3, 2],
      data: Float64Array.from({ length: 12 }, (_, at) => (at % 5) / 5),
    } as const;
    const y = { type: 'float64', shape: [2, 4], data: new Float64Array(8) } as const;
    const model = new Sequential(backend, { inputShape: [3, 2], layers: [new GRU(4)], dtype: 'float64' });
    const optimizer = new Adam();
    await steps(model, datasetOf(x, y), optimizer, 5);
    const taken = await takeOptimizerState(optimizer);
    const { state, inexact } = readTorchOptimizer(model, await toStateDict(model), writeTorchOptimizer(model, taken));
    expect(inexact).toEqual(['0.bias', '0.recurrentBias']);
    expect([state.steps, state.counts]).toEqual([taken.steps, taken.counts]);
    expect(state.slots).toEqual(taken.slots);
  });
});

describe('readTorchOptimizer refuses', () => {
  const { model, recorded } = start('mlp, Adam', 'model');
  const tensors = tensorsIn(recorded, 'model');
  const changed = (...entries: (readonly [string, TorchValue])[]) => {
    const [group] = field(field(recorded, 'optimizer'), 'param_groups') as readonly ReadonlyMap<
      TorchValue,
      TorchValue
    >[];
    return new Map<TorchValue, TorchValue>([
      ['state', field(field(recorded, 'optimizer'), 'state')],
      ['param_groups', [new Map<TorchValue, TorchValue>([...(group ?? []), ...entries])]],
    ]);
  };

  it.each<readonly [string, TorchValue, string]>([
    ['something else', new Map(), 'expected what optimizer.state_dict() returns'],
    ['a maximum', changed(['maximize', true]), 'maximize is not supported'],
    [
      'another number of parameters',
      changed(['params', [0, 1]]),
      'the optimizer has 2 parameters, but the tensors are 4',
    ],
    ['parameters of other shapes', changed(['params', [1, 0, 2, 3]]), "the state of '0.weight' must be [6, 3]"],
  ])('%s', (_, value, message) => {
    expect(() => readTorchOptimizer(model, tensors, value)).toThrow(message);
  });

  it('an optimizer that the file does not tell', () => {
    const group = changed(['weight_decay', 0.1]).get('param_groups') as readonly Map<TorchValue, TorchValue>[];
    group[0]?.delete('decoupled_weight_decay');
    const value = new Map<TorchValue, TorchValue>([
      ['state', new Map()],
      ['param_groups', group],
    ]);
    expect(() => readTorchOptimizer(model, tensors, value)).toThrow("pass type: 'AdamW'");
    expect(readTorchOptimizer(model, tensors, value, { type: 'AdamW' }).state.config).toMatchObject({ type: 'AdamW' });
    group[0]?.delete('betas');
    expect(() => readTorchOptimizer(model, tensors, value)).toThrow('expected the state of Adam, AdamW or SGD');
  });
});
