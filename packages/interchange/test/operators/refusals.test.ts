import { createBackend } from '@nablajs/backend-ts';
import { NablaError, scope } from '@nablajs/core';
import { expect, test } from 'vitest';
import type { Attribute } from '../../src/model/graph-model.js';
import { Run } from '../../src/operators/run.js';
import { hostOf, implementationOf, runNode } from '../support/run-node.js';

const refused: [type: string, attributes: Record<string, Attribute>, inputs: number, message: RegExp][] = [
  ['LSTM', { clip: { kind: 'float', value: 3 } }, 4, /clip/],
  ['LSTM', { activations: { kind: 'strings', value: ['Sigmoid', 'Relu', 'Tanh'] } }, 4, /Received Sigmoid, Relu, Tanh/],
  ['GRU', { direction: { kind: 'string', value: 'sideways' } }, 4, /sideways/],
  ['Resize', { mode: { kind: 'string', value: 'cubic' } }, 3, /cubic/],
  ['Resize', { antialias: { kind: 'int', value: 1 } }, 3, /antialias/],
  ['BatchNormalization', { spatial: { kind: 'int', value: 0 } }, 5, /spatial/],
  ['LpNormalization', { p: { kind: 'int', value: 3 } }, 1, /Received 3/],
  ['Gelu', { approximate: { kind: 'string', value: 'fast' } }, 1, /fast/],
];

test.each(refused)('%s refuses by name what it does not support: %j', (type, attributes, count, message) => {
  const input = { type: 'float32', shape: [1], data: [0] } as const;
  const given = { name: '', type, domain: '', opset: 18, attributes, outputs: [input] };
  const make = () => implementationOf({ ...given, inputs: Array.from({ length: count }, () => input) });
  expect(make).toThrow(NablaError);
  expect(make).toThrow(message);
  expect(make).toThrow(new RegExp(`${type} 'node'`));
});

const size = (value: number): Attribute => ({ kind: 'ints', value: [value] });
const images = { type: 'float32', shape: [1, 1, 2], data: [1, 2] } as const;

/** What a damaged file may ask for. */
const damaged: [type: string, attributes: Record<string, Attribute>, message: RegExp][] = [
  ['MaxPool', { kernel_shape: size(3) }, /window of 3/],
  ['MaxPool', { kernel_shape: size(1), strides: size(0) }, /stride 0/],
  ['MaxPool', { kernel_shape: size(1e9), pads: { kind: 'ints', value: [1e9, 1e9] } }, /padding 1000000000/],
  ['AveragePool', { kernel_shape: { kind: 'ints', value: [1, 1] } }, /kernel_shape for 1 axes/],
  ['Softmax', { axis: { kind: 'int', value: 5 } }, /axis in \[-3, 3\)/],
  ['Upsample', { scales: { kind: 'floats', value: [1, 1, 1e9] } }, /at most/],
  ['Upsample', { scales: { kind: 'floats', value: [1, 1, Number.NaN] } }, /at most/],
];

test.each(damaged)('%s throws for %j', async (type, attributes, message) => {
  const backend = await createBackend();
  const run = new Run(backend, 'float32');
  const given = {
    name: '',
    type,
    domain: '',
    opset: type === 'Upsample' ? 7 : 18,
    attributes,
    inputs: [images],
    outputs: [images],
  };
  expect(() => scope(() => runNode(implementationOf(given), run, [run.toDevice(hostOf(images))]))).toThrow(message);
  expect(backend.memory().buffers).toBe(0);
  await backend.dispose();
});
