import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, it } from 'vitest';
import { importedNetwork, readKeras, writeKeras } from '../../src/index.js';
import { outputsOf } from './arrays.js';
import { inputsOf, MODULES, networkOf, TYPES } from './modules.js';

const backend = await createBackend();

const DTYPES = process.env['NABLA_SLOW'] === '1' ? (['float32', 'float64'] as const) : (['float64'] as const);

describe('writeKeras', () => {
  it.each(MODULES.filter(({ keras }) => keras === undefined))('$name comes back with equal bits', async (one) => {
    for (const dtype of DTYPES) {
      using network = await networkOf(backend, one, dtype);
      const inputs = inputsOf(one, dtype);
      const parameters = await network.parameters.read();
      const exported = { module: network.module, parameters, inputShape: network.declaredShapes };
      using again = importedNetwork(backend, readKeras(writeKeras(exported)), { dtype });
      expect(await outputsOf(again, inputs)).toEqual(await outputsOf(network, inputs));
    }
  });

  it.each(MODULES.filter(({ keras }) => keras !== undefined))('$name is refused by name', async (one) => {
    using network = await networkOf(backend, one, 'float32');
    const parameters = await network.parameters.read();
    const exported = { module: network.module, parameters, inputShape: network.declaredShapes };
    expect(() => writeKeras(exported)).toThrow(/writeKeras: Keras has no layers for these: .* \(\d\)\.$/);
  });

  it('has a case for each module', () => {
    const all = JSON.stringify(MODULES);
    expect(TYPES.filter((type) => !all.includes(`"type":"${type}"`))).toEqual([]);
  });
});
