import { isNablaError } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { type GraphModel, type OperatorNode, readOnnx, writeOnnx, writeOnnxFiles } from '../../src/index.js';

const node = (type: string, inputs: readonly string[], outputs: readonly string[]): OperatorNode => ({
  ...{ name: '', domain: '', type, inputs, outputs, attributes: {} },
});

function model(change: Partial<GraphModel> = {}): GraphModel {
  return {
    ...{ name: 'g', metadata: {}, functions: [], opsets: { '': 21 } },
    constants: new Map([['w', { type: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) }]]),
    inputs: [{ name: 'x', type: 'float32', shape: [3] }],
    outputs: [{ name: 'y', type: 'float32', shape: [3] }],
    nodes: [node('Add', ['x', 'w'], ['y'])],
    ...change,
  };
}

/** Fields of messages, written by hand. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const bytes = (field: number, content: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, content: string): number[] => bytes(field, [...Buffer.from(content)]);
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const file = (graph: readonly number[], opset = 21): Uint8Array =>
  Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, opset))]);
const tensor = (...fields: number[][]): Uint8Array => file(bytes(5, [...fields.flat(), ...text(8, 'w')]));
const nested = (depth: number): number[] =>
  depth === 0
    ? []
    : bytes(1, [...text(4, 'If'), ...bytes(5, [...text(1, 'a'), ...bytes(6, nested(depth - 1)), ...number(20, 5)])]);

/** A weight without elements. */
const EMPTY = bytes(5, [...number(1, 0), ...number(2, 1), ...text(8, 'w')]);

/** A weight in another file. */
const external = (location: string): Uint8Array =>
  tensor(number(1, 3), number(2, 1), bytes(13, [...text(1, 'location'), ...text(2, location)]), number(14, 1));

const CASES: Readonly<Record<string, readonly [Uint8Array, string]>> = {
  'no bytes': [new Uint8Array(), 'this is no ONNX model'],
  'another file': [Uint8Array.from(Buffer.from('PK\u0003\u0004 this is a zip archive')), 'no field has the number 0'],
  'a file that was cut': [writeOnnx(model()).subarray(0, 60), 'the file ends too early'],
  'a length past the end': [Uint8Array.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]), 'the file ends too early'],
  'a number without an end': [Uint8Array.from([8, ...new Array(20).fill(0xff)]), 'a number has more than ten bytes'],
  'an old version': [file([], 6), 'expected a model of opset 7 to 28. Received 6'],
  'a newer version': [file([], 29), 'expected a model of opset 7 to 28. Received 29'],
  'no version': [Uint8Array.from([...number(1, 8), ...bytes(7, [])]), 'opset 7 to 28. Received none'],
  'a version of the format': [Uint8Array.from([...number(1, 99), ...bytes(7, [])]), 'IR version 3 to 14. Received 99'],
  'graphs in graphs': [file(nested(100)), 'more than 16 graphs inside of each other'],
  'a name that is no text': [file(bytes(2, [0xff, 0xc0])), 'a name or a text is no UTF-8'],
  'a shape that overflows': [
    tensor(number(1, 2 ** 40), number(1, 2 ** 40), number(2, 1)),
    'has the shape [1099511627776',
  ],
  'a shape without elements for it': [tensor(number(1, 2 ** 40), number(2, 1)), 'but 0 elements'],
  'too few bytes': [tensor(number(1, 3), number(2, 1), bytes(9, [1, 2, 3])), 'needs 12 bytes. Received 3'],
  strings: [tensor(number(1, 1), number(2, 8), text(6, 'a')), 'elements of the type string, which is not supported'],
  'floats of 8 bits': [tensor(number(1, 1), number(2, 17)), 'the type float8e4m3fn, which is not supported'],
  'integers of 4 bits': [tensor(number(1, 1), number(2, 22)), 'the type int4, which is not supported'],
  'an unknown type': [tensor(number(1, 1), number(2, 99)), 'elements of the type 99'],
  'a sparse initializer': [file(bytes(15, [])), 'a sparse initializer is not supported'],
  'a sequence': [file(bytes(11, [...text(1, 's'), ...bytes(2, bytes(4, []))])), "the value 's' is no tensor"],
  'a value that nothing makes': [
    writeOnnx(model({ nodes: [node('Relu', ['z'], ['y'])] })),
    "nothing makes the value 'z'",
  ],
  'an output that nothing makes': [writeOnnx(model({ nodes: [] })), "nothing makes the value 'y'"],
  'a value that is made twice': [
    writeOnnx(model({ nodes: [node('Relu', ['x'], ['y']), node('Relu', ['x'], ['y'])] })),
    "the value 'y' is made twice",
  ],
  'a weight that a node makes again': [writeOnnx(model({ nodes: [node('Relu', ['x'], ['w'])] })), "'w' is made twice"],
  'a circle': [
    writeOnnx(model({ nodes: [node('Add', ['x', 'z'], ['y']), node('Relu', ['y'], ['z'])] })),
    'nodes take their values from each other in a circle',
  ],
  'two weights of one name': [file([...EMPTY, ...EMPTY]), "two initializers have the name 'w'"],
  'an absolute path': [external('/etc/passwd'), 'not inside of the folder of the model'],
  'a path upwards': [external('a/../../b'), 'not inside of the folder of the model'],
  'a path of Windows': [external('..\\b'), 'not inside of the folder of the model'],
  'a drive': [external('C:b'), 'not inside of the folder of the model'],
  'no path': [external(''), 'not inside of the folder of the model'],
  'a place past the end': [external('short.data'), 'has 4 bytes'],
};

describe('readOnnx refuses', () => {
  it.each(Object.entries(CASES))('%s', (_, [content, message]) => {
    let caught: unknown;
    try {
      readOnnx(content, { external: () => new Uint8Array(4) });
    } catch (error) {
      caught = error;
    }
    expect(isNablaError(caught) && caught.code).toBe('data');
    expect((caught as Error).message).toMatch(/^ONNX: [^\n]*\.$/);
    expect((caught as Error).message).toContain(message);
  });

  it('tensors that share a file too often', () => {
    const names = Array.from({ length: 9 }, (_, at) => `w${at}`);
    const one = { type: 'float32', shape: [3], data: Float32Array.of(1, 2, 3) } as const;
    const files = writeOnnxFiles(
      model({ constants: new Map([['w', one], ...names.map((name) => [name, one] as const)]) }),
      {
        ...{ location: 'w.data', least: 1 },
      },
    );
    // Every offset becomes 0.
    const text = Buffer.from(files.model)
      .toString('latin1')
      .replaceAll(
        /offset..(\d+)/gs,
        (found, digits: string) => found.slice(0, -digits.length) + '0'.repeat(digits.length),
      );
    const small = () => files.data.subarray(0, 12);
    expect(() => readOnnx(Buffer.from(text, 'latin1'), { external: small })).toThrow('the same external data again');
  });

  it('what is no file at all', () => {
    expect(() => readOnnx('model.onnx' as unknown as Uint8Array)).toThrow('readOnnx: expected the bytes of a file');
    expect(() => readOnnx(new Uint8Array(), { externals: 1 } as object)).toThrow("'external'");
  });
});

describe('readOnnx', () => {
  it('orders nodes that are not in order, however long their chain is', () => {
    const count = 6000;
    const nodes = Array.from({ length: count }, (_, at) =>
      node('Relu', [at === 0 ? 'x' : `v${at - 1}`], [at === count - 1 ? 'y' : `v${at}`]),
    );
    const read = readOnnx(writeOnnx(model({ nodes: nodes.toReversed() })));
    expect(read.nodes.map(({ outputs }) => outputs[0])).toEqual(nodes.map(({ outputs }) => outputs[0]));
  });

  it('takes initializers that stand among the inputs as weights', () => {
    const inputs = ['x', 'w'].map((name) => ({ name, type: 'float32', shape: [3] }) as const);
    expect(readOnnx(writeOnnx(model({ inputs }))).inputs.map(({ name }) => name)).toEqual(['x']);
  });
});
