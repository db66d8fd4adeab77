/** Adapters merged, and as PEFT's files. */
import {
  Chain,
  Conv1d,
  Conv2d,
  Dense,
  Flatten,
  type FloatDType,
  GlobalAveragePool,
  Graph,
  type Module,
  NablaError,
  Network,
  named,
  type OpenShape,
  ReLU,
  Residual,
  Sequential,
  type Tensor,
  upload,
} from '@nablajs/core';
import { ARCHITECTURES, readSafetensors, writeSafetensors } from '@nablajs/interchange';
import { MultiHeadAttention } from '@nablajs/sequences';
import { describe, expect, it, vi } from 'vitest';
import { hasLora, Lora, type LoraOptions, loadAdapter, mergeLora, saveAdapter, withLora } from '../../src/index.js';
import { difference, fillAdapters, normals, PLACES } from './support.js';

const [{ backend }] = PLACES;

/** Networks with adapters, and the shape of their input. */
const NETWORKS: readonly (readonly [
  name: string,
  shape: readonly number[],
  make: () => Module,
  options: LoraOptions,
])[] = [
  ['one dense layer', [4], () => new Dense(3), { rank: 2, alpha: 3 }],
  [
    'dense layers',
    [5],
    () => new Chain([new Dense(4), new ReLU(), named('head', new Dense(3))]),
    { rank: 2, alpha: 5 },
  ],
  [
    'convolutions',
    [6, 5, 2],
    () =>
      new Chain([new Conv2d(4, [2, 3], { stride: 2, padding: 1 }), new ReLU(), new GlobalAveragePool(), new Dense(3)]),
    { rank: 3 },
  ],
  [
    'sequences of vectors',
    [6, 3],
    () => new Chain([new Conv1d(4, 3, { padding: 'same' }), new Flatten()]),
    { rank: 2, alpha: 1 },
  ],
  ['attention', [4, 6], () => new MultiHeadAttention({ heads: 3 }), { rank: 2, alpha: 8 }],
  ['some parts', [4, 6], () => new MultiHeadAttention({ heads: 3 }), { rank: 2, targets: ['key', 'output'] }],
];

/** A small BERT without dropout: its mask is an input. */
const CONFIG = {
  ...{ model_type: 'bert', vocab_size: 11, hidden_size: 6, num_hidden_layers: 2, num_attention_heads: 2 },
  ...{ intermediate_size: 7, max_position_embeddings: 8, type_vocab_size: 2 },
};

function encoder(dtype: FloatDType = 'float64', type: 'bert' | 'distilbert' = 'bert', width = 6): Network {
  const sizes = { dim: width, n_heads: 2, n_layers: 2, hidden_dim: 7 };
  const config = { ...CONFIG, ...sizes, hidden_size: width };
  const { module, inputShape } = ARCHITECTURES[type]?.(config, { pooling: 'mean', tokenTypes: false }) ?? never();
  return new Network(backend, module, { inputShape, dtype });
}

const never = (): never => {
  throw new Error('no such architecture');
};
const outputOf = async (network: Network, x: Tensor): Promise<ArrayLike<number>> =>
  (network.forward(x) as Tensor).data();
const namesOf = ({ parameters }: Network): string[] => parameters.trainable.map(({ name }) => name);

describe.each(PLACES)('merged on $name', ({ backend, dtype, tolerance }) => {
  it.each(NETWORKS)('%s', async (_, inputShape, make, options) => {
    using base = new Network(backend, make(), { inputShape, dtype });
    using model = withLora(base, options);
    fillAdapters(model);
    using merged = await mergeLora(model);
    const x = upload(backend, normals([3, ...inputShape], dtype));
    const received = await outputOf(merged, x);
    expect(difference(received, await outputOf(model, x))).toBeLessThanOrEqual(tolerance);
    expect(difference(received, await outputOf(base, x))).toBeGreaterThan(0.01);
    expect(merged.config).toEqual(base.config);
    expect(namesOf(merged)).toEqual(namesOf(base));
    expect(
      merged.parameters.list.some(({ value }) =>
        base.parameters.list.some((own) => own.value.identity === value.identity),
      ),
    ).toBe(false);
  });
});

describe('merging', () => {
  it('finds Lora inside Chain, Residual and Graph', async () => {
    const lora = (units: number): Module => new Lora(named('own', new Dense(units)), { rank: 1 });
    const layers = [
      named('chain', new Chain([lora(4), new ReLU()])),
      new Residual(lora(4), { shortcut: lora(4) }),
      new Graph({ inputs: 1, layers: [lora(3)], nodes: [{ layer: 0, inputs: [0] }], outputs: 1 }),
    ];
    using model = new Sequential(backend, { inputShape: [4], layers, dtype: 'float64' });
    fillAdapters(model);
    using merged = await mergeLora(model);
    expect([hasLora(model), hasLora(merged)]).toEqual([true, false]);
    expect(JSON.stringify(merged.config)).not.toContain('Lora');
    expect([...merged.parameters.tensors.keys()].filter((name) => name.endsWith('weight')).sort()).toEqual([
      '1.body.weight',
      '1.shortcut.weight',
      '2.own.weight',
      'chain.own.weight',
    ]);
    const x = upload(backend, normals([3, 4]));
    expect(difference(await outputOf(merged, x), await outputOf(model, x))).toBeLessThanOrEqual(1e-12);
  });

  it('says where no Lora is', async () => {
    using model = new Network(backend, new Dense(2), { inputShape: [3] });
    await expect(mergeLora(model)).rejects.toThrow('mergeLora: expected a network with a Lora');
    await expect(saveAdapter(model)).rejects.toThrow('Received Dense; use withLora.');
  });
});

describe('files', () => {
  it.each(NETWORKS)('bring back the bits: %s', async (_, inputShape, make, options) => {
    using base = new Network(backend, make(), { inputShape, dtype: 'float64' });
    using model = withLora(base, { dropout: 0.25, ...options });
    fillAdapters(model);
    const files = await saveAdapter(model);
    using loaded = loadAdapter(base, files);
    const x = upload(backend, normals([3, ...inputShape]));
    expect(await outputOf(loaded, x)).toEqual(await outputOf(model, x));
    expect(namesOf(loaded)).toEqual(namesOf(model));
    expect(loaded.module.options).toMatchObject({
      rank: options.rank,
      alpha: options.alpha ?? options.rank,
      dropout: 0.25,
    });
    for (const { name, value } of base.parameters) expect(loaded.parameters.get(name).identity).toBe(value.identity);
  });

  it('have the names, shapes and settings of PEFT', async () => {
    const module = new Chain([new Conv2d(4, [2, 3]), new GlobalAveragePool(), named('head', new Dense(5))]);
    using base = new Network(backend, module, { inputShape: [6, 6, 2], dtype: 'float64' });
    using model = withLora(base, { rank: 3, alpha: 6, dropout: 0.5 });
    fillAdapters(model);
    const { config, weights } = await saveAdapter(model, { base: 'small' });
    expect(JSON.parse(config)).toEqual({
      ...{ base_model_name_or_path: 'small', bias: 'none', fan_in_fan_out: false, inference_mode: true },
      ...{ init_lora_weights: true, lora_alpha: 6, lora_dropout: 0.5, modules_to_save: null, peft_type: 'LORA' },
      ...{ r: 3, target_modules: ['0', 'head'], task_type: null },
    });
    const tensors = readSafetensors(weights);
    expect(Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual({
      'base_model.model.0.lora_A.weight': [3, 2, 2, 3],
      'base_model.model.0.lora_B.weight': [4, 3, 1, 1],
      'base_model.model.head.lora_A.weight': [3, 4],
      'base_model.model.head.lora_B.weight': [5, 3],
    });
    const [a, filter] = [await model.parameters.get('head.loraA').data(), await model.parameters.get('0.loraA').data()];
    // A[input 1, rank 2] and the filter [row 1, column 2, channel 0, rank 1].
    expect(tensors.get('base_model.model.head.lora_A.weight')?.data[2 * 4 + 1]).toBe(a[1 * 3 + 2]);
    expect(tensors.get('base_model.model.0.lora_A.weight')?.data[(1 * 2 * 2 + 0 * 2 + 1) * 3 + 2]).toBe(
      filter[((1 * 3 + 2) * 2 + 0) * 3 + 1],
    );
  });

  it('are made without reading the base', async () => {
    using base = new Network(backend, new Chain([new Dense(4), new ReLU(), new Dense(3)]), { inputShape: [5] });
    using model = withLora(base, { rank: 2, targets: ['2'] });
    fillAdapters(model);
    const read: string[] = [];
    for (const { name, value } of model.parameters) {
      const data = value.data.bind(value);
      vi.spyOn(value, 'data').mockImplementation(() => {
        read.push(name);
        return data();
      });
    }
    const tensors = readSafetensors((await saveAdapter(model)).weights);
    expect(read).toEqual(['2.loraA', '2.loraB']);
    const b = await model.parameters.get('2.loraB').data();
    // B[rank 1, output 2] is [output 2, rank 1] there.
    expect(tensors.get('base_model.model.2.lora_B.weight')?.data[2 * 2 + 1]).toBe(b[1 * 3 + 2]);
  });

  it.each([
    ['bert', 'base_model.model.encoder.layer.1.attention.self.query'],
    ['distilbert', 'base_model.model.transformer.layer.1.attention.q_lin'],
  ] as const)('have the names of %s', async (architecture, name) => {
    using base = encoder('float64', architecture);
    using model = withLora(base, { rank: 2, targets: 'all' });
    fillAdapters(model);
    const files = await saveAdapter(model, { architecture });
    const tensors = readSafetensors(files.weights);
    expect(tensors.size).toBe(2 * 6 * 2);
    expect(tensors.get(`${name}.lora_A.weight`)?.shape).toEqual([2, 6]);
    const theirs = new Map(
      [...tensors].map(([own, tensor]) => [own.replace('model.', `model.${architecture}.`), tensor]),
    );
    for (const weights of [files.weights, writeSafetensors(theirs)]) {
      using loaded = loadAdapter(base, { ...files, weights });
      expect(namesOf(loaded)).toEqual(namesOf(model));
      const [received, expected] = [await loaded.parameters.read(), await model.parameters.read()];
      for (const own of namesOf(model)) expect(received.get(own)).toEqual(expected.get(own));
    }
  });

  it('of several adapters serve one base, also inside a network', async () => {
    using base = encoder();
    const inner = new Chain([named('base', base.module), named('head', new Dense(2))]);
    const inputShape: OpenShape[] = [['time'], ['time']];
    using whole = new Network(backend, inner, { inputShape, dtype: 'float64' });
    const outputs: unknown[] = [];
    for (const rank of [1, 3]) {
      using model = withLora(base, { rank });
      fillAdapters(model, rank);
      using loaded = loadAdapter(whole, await saveAdapter(model, { architecture: 'bert' }));
      expect(namesOf(loaded)).toEqual(namesOf(model).map((name) => `base.${name}`));
      expect(loaded.module.options.targets).toEqual(['query', 'value']);
      const { weights, config } = await saveAdapter(loaded);
      using back = loadAdapter(base, { weights, config });
      expect(namesOf(back)).toEqual(namesOf(model));
      outputs.push(await loaded.parameters.get('base.layer0.attention.input.query.loraB').data());
    }
    expect(outputs[0]).not.toEqual(outputs[1]);
  });

  it('say what does not fit, and leave the base as it is', async () => {
    using base = encoder();
    using model = withLora(base, { rank: 2 });
    const files = await saveAdapter(model, { architecture: 'bert' });
    const { bytes } = backend.memory();
    const refusal = (network: Network, changes: object, weights = files.weights): NablaError => {
      const config = JSON.stringify({ ...JSON.parse(files.config), ...changes });
      try {
        loadAdapter(network, { config, weights }).dispose();
      } catch (error) {
        return error as NablaError;
      }
      throw new Error('it was loaded');
    };
    const expectRefused = (error: NablaError, message: string): void => {
      expect(error).toBeInstanceOf(NablaError);
      expect(error.message).toContain(message);
    };
    const tensors = readSafetensors(files.weights);
    const renamed = new Map([...tensors].map(([name, tensor]) => [name.replace('layer.1', 'layer.7'), tensor]));
    const another = "the adapter is for another base: it adapts 'encoder.layer.7.attention.self.query'";
    expectRefused(refusal(base, {}, writeSafetensors(renamed)), another);
    using wide = encoder('float64', 'bert', 8);
    const shapes = "'encoder.layer.0.attention.self.query' needs a matrix [2, 8]. Received [2, 6]";
    expectRefused(refusal(wide, {}), `the adapter is for another base: ${shapes}`);
    expectRefused(refusal(base, { r: '8' }), 'a whole number r >= 1 in adapter_config.json. Received "8"');
    expectRefused(refusal(base, { r: 3 }), 'needs a matrix [3, 6]. Received [2, 6]');
    using dense = new Network(backend, new Dense(2), { inputShape: [3] });
    expectRefused(refusal(dense, {}), "it adapts 'encoder.layer.0.attention.self.query'");
    expectRefused(refusal(base, { peft_type: 'IA3' }), 'peft_type LORA. Received "IA3"');
    expectRefused(refusal(base, { use_dora: true }), 'use_dora of true is not supported');
    expectRefused(refusal(base, { modules_to_save: ['classifier'] }), 'modules_to_save of ["classifier"]');
    expectRefused(refusal(base, { alpha_pattern: { query: 4 } }), 'alpha_pattern of {"query":4}');
    expectRefused(refusal(base, { rank_pattern: 5 }), 'rank_pattern of 5');
    expectRefused(refusal(base, { target_parameters: ['experts'] }), 'target_parameters of ["experts"]');
    expectRefused(refusal(base, { use_bdlora: true }), 'use_bdlora of true');
    expectRefused(refusal(base, { arrow_config: { top_k: 2 } }), 'arrow_config of {"top_k":2}');
    const [name, tensor] = [...tensors][0] as [string, never];
    expectRefused(refusal(base, {}, writeSafetensors(new Map([[name, tensor]]))), 'has no partner');
    expectRefused(refusal(base, {}, writeSafetensors(new Map([['x.weight', tensor]]))), "Received 'x.weight'");
    expectRefused(refusal(base, {}, writeSafetensors(new Map())), 'Received none');
    expect(() => loadAdapter(base, { ...files, config: '{' })).toThrow('adapter_config.json is no JSON');
    expect(() => loadAdapter(base, { ...files, config: '3' })).toThrow('expected an object');
    expect(backend.memory().bytes - bytes).toBe(wide.parameterCount * 8 + dense.parameterCount * 4);
  });

  it('are refused for layers that an architecture has not, and for several ranks', async () => {
    using model = new Network(backend, new Lora(new Dense(2), { rank: 1 }), { inputShape: [3] });
    await expect(saveAdapter(model, { architecture: 'bert' })).rejects.toThrow("Received ''; leave architecture out");
    await expect(saveAdapter(model, { architecture: 'gpt' as 'bert' })).rejects.toThrow('bert or distilbert');
    const layers = [new Lora(new Dense(2), { rank: 1 }), new Lora(new Dense(2), { rank: 2 })];
    using several = new Sequential(backend, { inputShape: [3], layers });
    await expect(saveAdapter(several)).rejects.toThrow('one rank and one alpha');
  });
});
