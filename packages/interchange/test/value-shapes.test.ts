import { buildShapes } from '@nablajs/core';
import { expect, it } from 'vitest';
import { graphModule, type OperatorNode, valueShapes } from '../src/index.js';

const node = (type: string, inputs: readonly string[], output: string): OperatorNode => ({
  ...{ name: output, type, domain: '', inputs, outputs: [output], attributes: {} },
});

it('returns the shapes of all values, with the axis of the examples', () => {
  const nodes = [
    node('MatMul', ['x', 'w'], 'hidden'),
    node('Shape', ['hidden'], 'sizes'),
    node('Relu', ['hidden'], 'positive'),
    node('Reshape', ['positive', 'sizes'], 'y'),
  ];
  const { module, inputShape } = graphModule({
    ...{ name: '', functions: [], metadata: {}, opsets: { '': 13 }, nodes },
    inputs: [{ name: 'x', type: 'float32', shape: ['n', 'time', 2] }],
    outputs: [{ name: 'y', type: 'float32', shape: undefined }],
    constants: new Map([['w', { type: 'float32', shape: [2, 3], data: new Float32Array(6) }]]),
  });
  const shapes = valueShapes(module, buildShapes(inputShape));
  expect(shapes.get('y')).toEqual([Number.NaN, Number.NaN, 3]);
  expect(shapes.get('sizes')).toEqual([3]);
  expect([...shapes.keys()]).toEqual(module.definition.nodes.flatMap(({ outputs }) => outputs));
});
