import { describe, expect, it } from 'vitest';
import { type GraphModel, type HostTensor, readOnnx, writeOnnx, writeOnnxFiles } from '../../src/index.js';

const floats = (...values: number[]): HostTensor => ({
  ...{ type: 'float32', shape: [values.length], data: Float32Array.from(values) },
});

const model = (constants: Readonly<Record<string, HostTensor>>): GraphModel => ({
  ...{ name: 'g', metadata: {}, functions: [], opsets: { '': 21 }, constants: new Map(Object.entries(constants)) },
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 2] }],
  outputs: [{ name: 'y', type: 'float32', shape: ['batch', 2] }],
  nodes: [{ name: '', type: 'Relu', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} }],
});

describe('writeOnnx', () => {
  it('keeps whole numbers of 64 bits, and the largest one that was rounded', () => {
    const values = [-1, 2 ** 40, -(2 ** 53), 2 ** 63, -(2 ** 63)];
    const constant: HostTensor = { type: 'int64', shape: [5], data: Float64Array.from(values) };
    expect(readOnnx(writeOnnx(model({ constant }))).constants.get('constant')).toEqual(constant);
    const bytes = Buffer.from(writeOnnx(model({ constant })));
    expect(bytes.includes(Buffer.from('ffffffffffffff7f', 'hex'))).toBe(true);
  });
});

describe('writeOnnxFiles', () => {
  it('puts large weights into a second file, at multiples of a page', () => {
    const whole = model({ small: floats(1), large: floats(1, 2, 3, 4), larger: floats(5, 6, 7, 8, 9) });
    const { model: bytes, data } = writeOnnxFiles(whole, { location: 'w.data', least: 16 });
    expect(data.length).toBe(4096 + 20);
    const asked: string[] = [];
    const external = (location: string): Uint8Array => {
      asked.push(location);
      return data;
    };
    expect(readOnnx(bytes, { external })).toEqual(whole);
    expect(asked).toEqual(['w.data']);
    expect(() => writeOnnxFiles(whole, { location: '../w.data' })).toThrow('writeOnnxFiles location: expected a name');
    expect(() => readOnnx(bytes)).toThrow("ONNX: the tensor 'large' is in the file 'w.data'; pass external");
  });
});
