/** Limits the cost of damaged or hostile JSON. Counts parses and bytes, not seconds. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/index.js';
import { limitBroken, MAX_KEYS, MAX_VALUES, parseJson } from '../../src/json/strict-json.js';
import { fileOf } from '../helpers.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const parse = (text: string) => parseJson(new TextEncoder().encode(text), 'file', []);
const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('nesting', () => {
  test('of depth 64 is accepted, of depth 65 refused', () => {
    expect(JSON.stringify(parse(lists(64)))).toBe(lists(64));
    expect(() => parse(lists(65))).toThrow('file: expected JSON nested at most 64 deep.');
  });

  test.each([
    ['brackets in strings', JSON.stringify({ a: '['.repeat(100), '{{{': '\\"[['.repeat(100) })],
    ['many lists beside each other', `[${'[[]],'.repeat(1000)}[]]`],
  ])('is not confused by %s', (_what, text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test('that is too deep is refused where it occurs, before anything is decoded or parsed', () => {
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    const parseText = vi.spyOn(JSON, 'parse');
    const header = `{"a":${lists(100_000)}}`;
    const file = fileOf(header, 0);
    let reads = 0;
    // Counts reads of the header; its length is read from the buffer.
    const counted = new Proxy(file.subarray(8), {
      get: (bytes, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
        return Reflect.get(bytes, key, bytes) as unknown;
      },
    });
    expect(() => parseJson(counted, 'file', [])).toThrow('nested at most 64 deep');
    expect(reads).toBe('{"a":'.length + 64);
    expect(() => decodeSafetensors(file, 'file')).toThrow('nested at most 64 deep');
    expect([decode.mock.calls.length, parseText.mock.calls.length]).toEqual([0, 0]);
  });
});

test('a header over 10 MB is refused before anything is decoded or parsed', () => {
  const decode = vi.spyOn(TextDecoder.prototype, 'decode');
  const parseText = vi.spyOn(JSON, 'parse');
  expect(() => decodeSafetensors(fileOf(`{"a":"${'x'.repeat(10_000_000)}"}`, 0), 'file')).toThrow('Received 10000008');
  expect([decode.mock.calls.length, parseText.mock.calls.length]).toEqual([0, 0]);
});

describe('limits on values and keys', () => {
  const list = (values: number): string => `[${'1,'.repeat(values - 2)}1]`;
  const entries = (count: number): string => Array.from({ length: count }, (_, at) => `"${at}":""`).join();
  const few = (text: string) => parseJson(new TextEncoder().encode(text), 'file', [], { values: 6, keys: 3 });

  test.each([
    ['values', list(6)],
    ['lists of nothing', '[[],[],1]'],
    ['keys', `{${entries(3)}}`],
    ['commas and colons in strings', JSON.stringify({ a: ',:'.repeat(9) })],
  ])('as many %s are accepted', (_what, text) => {
    expect(few(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['one value more', list(7), '6 values'],
    ['lists of nothing', '[[],[],[]]', '6 values'],
    ['objects of nothing', '[{},{},{}]', '6 values'],
    ['one key more', `{${entries(4)}}`, '3 keys'],
    ['keys of an object within', `{"a":{${entries(3)}}}`, '3 keys'],
  ])('%s is refused before anything is decoded or parsed', (_what, text, limit) => {
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    const parseText = vi.spyOn(JSON, 'parse');
    expect(() => few(text)).toThrow(`file: expected JSON of at most ${limit}.`);
    expect([decode.mock.calls.length, parseText.mock.calls.length]).toEqual([0, 0]);
  });

  test('are 2,000,000 values and 200,000 keys', () => {
    const broken = (text: string) => limitBroken(new TextEncoder().encode(text));
    expect([broken(list(MAX_VALUES)), broken(list(MAX_VALUES + 1))]).toEqual([undefined, 'of at most 2000000 values']);
    const keys = `{${entries(MAX_KEYS)}}`;
    expect([broken(keys), broken(`[${keys},{"a":""}]`)]).toEqual([undefined, 'of at most 200000 keys']);
    expect(() => decodeSafetensors(fileOf(`{"__metadata__":${keys}}`, 0), 'file')).toThrow('200000 keys');
  });

  test('more keys are not written', () => {
    const metadata = Object.fromEntries(Array.from({ length: MAX_KEYS }, (_, at) => [`${at}`, '']));
    expect(() => encodeSafetensors(new Map(), metadata)).toThrow(
      'encodeSafetensors: expected a header of at most 200000 keys; save fewer tensors or less metadata.',
    );
  });
});

test('a text is parsed once, and a key separately only if it has escapes', () => {
  const parseText = vi.spyOn(JSON, 'parse');
  expect(parse('{"a":{"b":1,"c":[{"b":2}]},"\\u0064":3}')).toEqual({ a: { b: 1, c: [{ b: 2 }] }, d: 3 });
  expect(parseText).toHaveBeenCalledTimes(2);
});

test('scanning for duplicate keys creates one set for each object that has keys', () => {
  let sets = 0;
  const RealSet = Set;
  vi.stubGlobal(
    'Set',
    class extends RealSet<unknown> {
      constructor() {
        super();
        sets++;
      }
    },
  );
  parse(`{"a":[${'[],{},'.repeat(1000)}{"b":1,"c":2}]}`);
  vi.unstubAllGlobals();
  expect(sets).toBe(2);
});
