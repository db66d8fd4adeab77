import { createBackend } from '@nablajs/backend-ts';
import { buildShapes, Network } from '@nablajs/core';
import { expect, it } from 'vitest';
import { graphModule, graphNodes, type OperatorNode } from '../src/index.js';

const node = (type: string, inputs: readonly string[], output: string): OperatorNode => ({
  ...{ name: output, type, domain: '', inputs, outputs: [output], attributes: {} },
});

/** The weight is taken by two nodes, the factor by a node whose name is its own. */
const model = graphModule({
  ...{ name: '', functions: [], metadata: {}, opsets: { '': 13 } },
  nodes: [
    node('MatMul', ['x', 'w'], 'hidden'),
    { ...node('Mul', ['hidden', 'b'], 'scaled'), name: 'scale' },
    node('Shape', ['scaled'], 'sizes'),
    node('MatMul', ['scaled', 'w'], 'again'),
    node('Reshape', ['again', 'sizes'], 'y'),
  ],
  inputs: [{ name: 'x', type: 'float32', shape: ['n', 'time', 3] }],
  outputs: [{ name: 'y', type: 'float32', shape: undefined }],
  constants: new Map([
    ['w', { type: 'float32', shape: [3, 3], data: new Float32Array(9) }],
    ['b', { type: 'float32', shape: [3], data: new Float32Array(3) }],
  ]),
});

it('lists the nodes with the shapes of what they make, and each parameter once', () => {
  const { module, inputShape } = model;
  const nodes = graphNodes(module, buildShapes(inputShape));
  const open = [Number.NaN, Number.NaN, 3];
  expect(nodes.map(({ name, outputs, parameters }) => [name, outputs, parameters])).toEqual([
    ['hidden', [open], ['w']],
    ['scale', [open], ['b']],
    ['sizes', [[3]], []],
    ['again', [open], []],
    ['y', [open], []],
  ]);
  expect(nodes.map(({ node }) => node)).toEqual(module.definition.nodes);
});

it('a summary shows the nodes, and parameters keep their names', async () => {
  const { module, inputShape, parameters } = model;
  const backend = await createBackend();
  using network = new Network(backend, module, { inputShape, parameters });
  expect(network.summary().split('\n')).toEqual([
    'Input [n, time, 3]',
    '#       Layer    Output     Parameters',
    'hidden  Dense    [n, ?, 3]           9',
    'scale   Mul      [n, ?, 3]           3',
    'sizes   Shape    [3]                 0',
    'again   Dense    [n, ?, 3]           0',
    'y       Reshape  [n, ?, 3]           0',
    `Parameters: 12 (float32, backend '${backend.name}')`,
  ]);
  expect(network.parameters.list.map(({ name }) => name).sort()).toEqual(['b', 'w']);
  backend.dispose();
});
