/** Which layers the names in adapters mean, and which settings of PEFT are read. */
import { Chain, Dense, type NablaError, Network, named, ReLU, type Tensor, upload } from '@nablajs/core';
import { type HostTensor, writeSafetensors } from '@nablajs/interchange';
import { describe, expect, it } from 'vitest';
import { type AdapterFiles, loadAdapter, saveAdapter, withLora } from '../../src/index.js';
import { fillAdapters, normals, PLACES } from './support.js';

const [{ backend }] = PLACES;

/** Layers `0` and `1.0`, of the same shapes. */
const nested = (): Network =>
  new Network(backend, new Chain([new Dense(3), new Chain([new Dense(3)])]), { inputShape: [3], dtype: 'float64' });
const namesOf = ({ parameters }: Network): string[] => parameters.trainable.map(({ name }) => name);
const outputOf = (network: Network): Promise<ArrayLike<number>> =>
  (network.forward(upload(backend, normals([2, 3]))) as Tensor).data();

/** A matrix of ones in the layout of PEFT. */
const ones = (...shape: readonly number[]): HostTensor => ({
  ...{ type: 'float64', shape },
  data: new Float64Array(shape.reduce((product, size) => product * size, 1)).fill(1),
});

/** The files of adapters of rank 2 for layers of [inputs, outputs]. */
function filesOf(layers: Readonly<Record<string, readonly [number, number]>>, settings: object = {}): AdapterFiles {
  const weights = Object.entries(layers).flatMap(([name, [inputs, outputs]]) => [
    [`${name}.lora_A.weight`, ones(2, inputs)] as const,
    [`${name}.lora_B.weight`, ones(outputs, 2)] as const,
  ]);
  const config = { peft_type: 'LORA', r: 2, ...settings };
  return { config: JSON.stringify(config), weights: writeSafetensors(new Map(weights)) };
}

function refusal(base: Network, files: AdapterFiles): NablaError {
  try {
    loadAdapter(base, files).dispose();
  } catch (error) {
    return error as NablaError;
  }
  throw new Error('it was loaded');
}

describe('a name of an adapter', () => {
  it('that is a whole path means no other layer', async () => {
    using base = nested();
    using model = withLora(base, { rank: 2, targets: ['0'] });
    expect(namesOf(model)).toEqual(['0.loraA', '0.loraB']);
    fillAdapters(model);
    using loaded = loadAdapter(base, await saveAdapter(model));
    expect(namesOf(loaded)).toEqual(['0.loraA', '0.loraB']);
    expect(await outputOf(loaded)).toEqual(await outputOf(model));
    using inner = loadAdapter(base, filesOf({ '1.0': [3, 3] }));
    expect(namesOf(inner)).toEqual(['1.0.loraA', '1.0.loraB']);
    expect(inner.module.options.targets).toEqual(['1.0']);
  });

  it('means all layers with this end if none has it as its path', () => {
    const layers = ['a', 'b'].map((name) => named(name, new Chain([named('dense', new Dense(3)), new ReLU()])));
    using base = new Network(backend, new Chain(layers), { inputShape: [3] });
    using model = withLora(base, { rank: 1, targets: ['dense'] });
    expect(namesOf(model)).toEqual(['a.dense.loraA', 'a.dense.loraB', 'b.dense.loraA', 'b.dense.loraB']);
  });

  it('is not the end of another one in the file', () => {
    using base = new Network(backend, new Chain([new ReLU(), new Chain([new Dense(3)])]), { inputShape: [3] });
    const { code, message } = refusal(base, filesOf({ '0': [3, 3] }));
    expect([code, message]).toEqual(['data', expect.stringContaining("it adapts '0'. This network has 1.0")]);
  });

  it('may have the base of a fine-tuned network in front, or not', () => {
    using base = new Network(backend, new Chain([named('own', new Dense(3))]), { inputShape: [3] });
    const whole = new Chain([named('base', base.module), named('head', new Dense(2))]);
    using network = new Network(backend, whole, { inputShape: [3] });
    using inner = loadAdapter(base, filesOf({ 'base.own': [3, 3] }));
    using outer = loadAdapter(network, filesOf({ own: [3, 3] }));
    expect([namesOf(inner)[0], namesOf(outer)[0]]).toEqual(['own.loraA', 'base.own.loraA']);
  });

  it('of Hugging Face must mean one layer', () => {
    const block = (): Chain => new Chain([named('layer0', new Chain([named('linear1', new Dense(3))]))]);
    const layers = [named('x', block()), named('y', block())];
    const files = filesOf({ 'bert.encoder.layer.0.intermediate.dense': [3, 3] });
    using one = new Network(backend, new Chain([named('x', block())]), { inputShape: [3] });
    using loaded = loadAdapter(one, files);
    expect(namesOf(loaded)).toEqual(['x.layer0.linear1.loraA', 'x.layer0.linear1.loraB']);
    using two = new Network(backend, new Chain(layers), { inputShape: [3] });
    expect(refusal(two, files).message).toContain('means several layers: x.layer0.linear1, y.layer0.linear1');
  });

  it.each(['base_model.model.0', 'base.0'])('must not come twice: 0 and %s', (other) => {
    using base = nested();
    const { code, message } = refusal(base, filesOf({ '0': [3, 3], [other]: [3, 3] }));
    expect([code, message]).toEqual(['data', "loadAdapter: expected one adapter for '0'. Received two."]);
  });
});

describe('settings of PEFT', () => {
  it('have its defaults: alpha is 8', async () => {
    using base = nested();
    using loaded = loadAdapter(base, filesOf({ '0': [3, 3] }));
    expect(loaded.module.options).toMatchObject({ rank: 2, alpha: 8, dropout: 0 });
    using four = loadAdapter(base, filesOf({ '0': [3, 3] }, { lora_alpha: 4, lora_dropout: 0.5 }));
    expect(four.module.options).toMatchObject({ rank: 2, alpha: 4, dropout: 0.5 });
    const [plain, eight, half] = await Promise.all([base, loaded, four].map(outputOf));
    for (let at = 0; at < 6; at++) {
      // The layers behind are linear, so half the alpha adds half as much.
      const added = (eight?.[at] as number) - (plain?.[at] as number);
      expect((half?.[at] as number) - (plain?.[at] as number)).toBeCloseTo(added / 2, 10);
      expect(Math.abs(added)).toBeGreaterThan(1e-3);
    }
  });

  it.each([true, false, 'gaussian', 'orthogonal', 'eva'])('take init_lora_weights %s', (value) => {
    using base = nested();
    const files = filesOf({ '0': [3, 3] }, { init_lora_weights: value, alora_invocation_tokens: null });
    using loaded = loadAdapter(base, files);
    expect(namesOf(loaded)).toEqual(['0.loraA', '0.loraB']);
  });

  it.each<readonly [object, string]>([
    ...['pissa', 'pissa_niter_4', 'olora', 'loftq', 'corda'].map(
      (value) => [{ init_lora_weights: value }, `init_lora_weights of "${value}" is not supported`] as const,
    ),
    [{ alora_invocation_tokens: [1, 2] }, 'alora_invocation_tokens of [1,2] is not supported'],
    [{ lora_alpha: 'x' }, 'expected a number lora_alpha > 0 in adapter_config.json. Received "x"'],
    [{ lora_alpha: null }, 'a number lora_alpha > 0 in adapter_config.json. Received null'],
    [{ lora_alpha: 0 }, 'a number lora_alpha > 0 in adapter_config.json. Received 0'],
    [{ lora_dropout: 1 }, 'a number lora_dropout in [0, 1) in adapter_config.json. Received 1'],
    [{ lora_dropout: -0.5 }, 'a number lora_dropout in [0, 1) in adapter_config.json. Received -0.5'],
    [{ lora_dropout: '0' }, 'a number lora_dropout in [0, 1) in adapter_config.json. Received "0"'],
  ])('are refused: %j', (settings, text) => {
    using base = nested();
    const { code, message } = refusal(base, filesOf({ '0': [3, 3] }, settings));
    expect([code, message]).toEqual(['data', expect.stringContaining(text)]);
  });
});
