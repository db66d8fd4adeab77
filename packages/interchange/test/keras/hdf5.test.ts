import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../../src/index.js';
import { type Hdf5Group, readHdf5, writeHdf5 } from '../../src/index.js';
import { readBytes } from './arrays.js';

const group = (
  groups: Readonly<Record<string, Hdf5Group>> = {},
  arrays: Readonly<Record<string, HostTensor>> = {},
): Hdf5Group => ({
  attributes: new Map(),
  groups: new Map(Object.entries(groups)),
  arrays: new Map(Object.entries(arrays)),
});

describe('HDF5', () => {
  it('comes back as it was written, however many members a group has', () => {
    const arrays = Object.fromEntries(
      Array.from({ length: 600 }, (_, at): [string, HostTensor] => [
        `${at}`,
        { type: 'float32', shape: [at % 3], data: new Float32Array(at % 3).fill(at) },
      ]),
    );
    const one = (type: HostTensor['type'], shape: readonly number[], data: HostTensor['data']): HostTensor => ({
      type,
      shape,
      data,
    });
    const kinds = {
      double: one('float64', [2, 2], Float64Array.of(1, -2, 1e300, Number.NaN)),
      long: one('int64', [], Float64Array.of(-7)),
      int: one('int32', [1, 1, 2], Int32Array.of(3, -4)),
    };
    const root = group({ many: group({}, arrays), empty: group(), deep: group({ er: group({}, kinds) }) });
    const read = readHdf5(writeHdf5(root));
    expect([...(read.groups.get('many')?.arrays.keys() ?? [])].sort()).toEqual(Object.keys(arrays).sort());
    expect(read.groups.get('many')?.arrays.get('599')).toEqual(arrays['599']);
    expect(read.groups.get('empty')).toEqual(group());
    expect(read.groups.get('deep')?.groups.get('er')?.arrays).toEqual(new Map(Object.entries(kinds).sort()));
    expect(() => writeHdf5(group({}, { a: one('int8', [1], new Int8Array(1)) }))).toThrow(
      'arrays of int8 are not written',
    );
  });

  it('is read as h5py writes it: chunks, filters, texts, links', () => {
    // As Node reads files: views of larger memory, whose slices are views too.
    const { attributes, arrays, groups } = readHdf5(Buffer.concat([readBytes('h5py.h5')]));
    expect(Object.fromEntries(attributes)).toEqual({
      text: 'ünïcode',
      fixed: 'abc',
      list: ['a', 'bb', 'ccc'],
      bytes: ['x', 'yy'],
      none: [],
      long: `${'abcdefgh'.repeat(10_000)}`,
    });
    const plain = arrays.get('plain')?.data as Float64Array;
    expect(arrays.get('chunked')).toEqual({ type: 'float32', shape: [17, 5, 3], data: Float32Array.from(plain) });
    expect(arrays.get('unwritten')).toEqual({ type: 'float32', shape: [3, 4], data: new Float32Array(12) });
    expect(arrays.get('large')?.data).toEqual(Float64Array.of(1, 2 ** 32 - 1));
    // Neither of these links is followed.
    expect([...(groups.get('links')?.arrays.keys() ?? [])]).toEqual([]);
    expect([...arrays.keys()]).toEqual(['chunked', 'large', 'plain', 'unwritten']);
    expect(groups.get('many')?.arrays.size).toBe(300);
    const latest = readHdf5(readBytes('latest.h5'));
    expect(latest.attributes.get('text')).toBe('abc');
    expect(latest.groups.get('group')?.arrays.get('x')?.data).toEqual(Float64Array.of(1, 2, 3));
  });

  it('that would grow without end is refused', () => {
    expect(() => readHdf5(readBytes('bomb.h5'))).toThrow('its arrays are far larger than the file');
  });
});
