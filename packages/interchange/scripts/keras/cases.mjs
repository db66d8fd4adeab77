/** The networks of fixtures/keras/modules.json, and how their outputs are compared. */
import { readFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-ts';
import { dense, networkFromConfig, Random, sizeOf, upload } from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { KERAS_LAYERS } from '../../dist/index.js';

export const backend = await createBackend();
export const fixture = (name) => new URL(`../../fixtures/keras/${name}`, import.meta.url);
export const MODULES = JSON.parse(readFileSync(fixture('modules.json'), 'utf8'));

const TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

export const encode = ({ data, shape }) => ({
  shape,
  dtype: Object.keys(TYPES).find((name) => data instanceof TYPES[name]),
  data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
});

export const decode = ({ shape, dtype, data }) =>
  dense(new TYPES[dtype](Uint8Array.from(Buffer.from(data, 'base64')).buffer), shape);

/** Makes the network of a case, with random numbers in every parameter, and inputs of two examples. */
export async function makeCase({ inputShape, module, inputs = 1, tokens }, dtype) {
  const shapes = inputs === 1 ? inputShape : new Array(inputs).fill(inputShape);
  const layers = { ...SEQUENCE_LAYERS, ...KERAS_LAYERS };
  const network = networkFromConfig(backend, { inputShape: shapes, module }, { layers, dtype });
  const random = new Random(3);
  const parameters = await network.parameters.read();
  for (const [name, { data }] of parameters) {
    const isPositive = /variance/i.test(name);
    for (let at = 0; at < data.length; at++) data[at] = isPositive ? 0.5 + random.uniform() : random.normal() / 2;
  }
  network.parameters.load(parameters);
  const shape = [2, ...inputShape.map((size) => (typeof size === 'number' ? size : 5))];
  const next = () => (tokens === undefined ? random.normal() : Math.floor(tokens * random.uniform()));
  const Type = TYPES[tokens === undefined ? dtype : 'int32'];
  const given = Array.from({ length: inputs }, () => dense(new Type(sizeOf(shape)).map(next), shape));
  const exported = { module: network.module, parameters, inputShape: network.declaredShapes };
  return { network, exported, inputs: given };
}

/** Returns what a network makes of some inputs. */
export async function outputsOf(network, inputs) {
  const made = [network.forward(...inputs.map((input) => upload(network.backend, input)))].flat();
  return Promise.all(made.map(async (tensor) => dense(await tensor.data(), tensor.shape)));
}

/** The largest difference, relative to the largest expected number. */
export function worst(received, expected) {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (const [at, { data, shape }] of received.entries()) {
    if (`${shape}` !== `${expected[at].shape}`) return Number.POSITIVE_INFINITY;
    let [largest, off] = [1e-30, 0];
    for (const [i, value] of expected[at].data.entries()) {
      const distance = Math.abs(value - data[i]);
      off = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(off, distance);
      largest = Math.max(largest, Math.abs(value));
    }
    most = Math.max(most, off / largest);
  }
  return most;
}
