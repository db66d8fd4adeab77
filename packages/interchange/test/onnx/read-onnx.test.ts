import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx, writeOnnx } from '../../src/index.js';

/** Made by scripts/fixtures/onnx-elements.py with the package onnx. */
const fixture = JSON.parse(readFileSync(new URL('../../fixtures/onnx/elements.json', import.meta.url), 'utf8')) as {
  readonly model: string;
  readonly data: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
};
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64');
const read = () => readOnnx(bytesOf(fixture.model), { external: () => bytesOf(fixture.data) });

const TYPES = {
  ...{ FLOAT: 'float32', DOUBLE: 'float64', FLOAT16: 'float32', BFLOAT16: 'float32', INT8: 'int8', INT16: 'int16' },
  ...{ INT32: 'int32', INT64: 'int64', UINT8: 'uint8', UINT16: 'uint16', UINT32: 'uint32', UINT64: 'uint64' },
  BOOL: 'bool',
};

describe('readOnnx', () => {
  it.each(Object.entries(TYPES))('reads %s as %s: in bytes, in typed fields and in another file', (name, type) => {
    const { constants } = read();
    for (const place of ['raw', 'typed', 'outside']) {
      const { data, ...rest } = constants.get(`${name} ${place}`) as { data: Float32Array; type: string };
      expect(rest).toEqual({ type, shape: [5] });
      expect(Array.from(data)).toEqual(fixture.values[name]);
    }
  });

  it('reads inputs, nodes in order, attributes, branches, functions and metadata', () => {
    const { inputs, outputs, nodes, functions, opsets, metadata, name } = read();
    expect(name).toBe('main');
    expect(inputs).toEqual([
      { name: 'x', type: 'float32', shape: ['batch', 'x.1', 3] },
      { name: 'c', type: 'bool', shape: [] },
    ]);
    expect(outputs).toEqual([{ name: 'y', type: 'float32', shape: undefined }]);
    // The branches of If take what Relu makes, which comes later in the file.
    expect(nodes.map(({ type }) => type)).toEqual(['Relu', 'If', 'Scaled', 'All']);
    expect(nodes[0]).toEqual({
      ...{ name: 'first', type: 'Relu', domain: '', inputs: ['x'], outputs: ['t'], attributes: {} },
    });
    expect(nodes[1]?.attributes['then_branch']).toEqual({
      kind: 'graph',
      value: {
        ...{ name: 'Neg', inputs: [], outputs: [{ name: 'Neg out', type: 'float32', shape: undefined }] },
        nodes: [{ name: '', type: 'Neg', domain: '', inputs: ['t'], outputs: ['Neg out'], attributes: {} }],
        constants: new Map(),
      },
    });
    expect(nodes[2]).toMatchObject({ domain: 'test', attributes: { factor: { kind: 'float', value: 2.5 } } });
    expect(nodes[3]?.attributes).toEqual({
      i: { kind: 'int', value: -3 },
      f: { kind: 'float', value: Math.fround(0.1) },
      s: { kind: 'string', value: 'text é' },
      ints: { kind: 'ints', value: [1, -1] },
      floats: { kind: 'floats', value: [0.5] },
      strings: { kind: 'strings', value: ['a', ''] },
      t: {
        kind: 'tensor',
        value: { type: 'float32', shape: [5], data: Float32Array.from(fixture.values['FLOAT'] ?? []) },
      },
    });
    expect(functions).toMatchObject([
      { name: 'Scaled', domain: 'test', inputs: ['a'], outputs: ['b'], attributes: ['factor'], opsets: { '': 21 } },
    ]);
    expect(functions[0]?.nodes[0]?.attributes).toEqual({
      value_float: { kind: 'reference', value: 'factor', of: 'float' },
    });
    expect(opsets).toEqual({ '': 21, test: 1, 'test.other': 2 });
    expect(metadata).toEqual({ classes: 'cat,dog' });
  });

  it('reads what writeOnnx writes as the same model', () => {
    const model = read();
    expect(readOnnx(writeOnnx(model))).toEqual(model);
  });

  it('does not copy weights that are aligned', () => {
    const bytes = writeOnnx(read());
    const shared = [...readOnnx(bytes).constants].filter(([, { data }]) => data.buffer === bytes.buffer);
    expect(shared.length).toBeGreaterThan(0);
    // Bytes of a Buffer may start anywhere.
    const odd = Buffer.concat([Buffer.alloc(1), bytes]).subarray(1);
    expect(readOnnx(odd)).toEqual(readOnnx(bytes));
  });
});
