import { describe, expect, it } from 'vitest';
import { findDuplicateKey } from '../../src/settings/file/duplicate-keys.js';

describe('findDuplicateKey', () => {
  it.each([
    ['{ "a": 1, "a": 1 }', { key: 'a', firstLine: 1, line: 1 }],
    ['{\n  "a": 1,\n  "b": 2,\n  "a": 3\n}', { key: 'a', firstLine: 2, line: 4 }],
    ['{\r\n"a": 1,\r\n"a": 3 }', { key: 'a', firstLine: 2, line: 3 }],
    // The same key, with an escape.
    ['{ "epochs": 1,\n"\\u0065pochs": 2 }', { key: 'epochs', firstLine: 1, line: 2 }],
    ['{ "a"\n\n:\n1, "b": 2,\n"b"\n: 3 }', { key: 'b', firstLine: 4, line: 5 }],
    ['{ "a": [{ "b": 1 },\n{ "b": 1, "c": { "b": 1 },\n"b": 2 }] }', { key: 'b', firstLine: 2, line: 3 }],
    ['{ "a": { "x": 1 },\n "b": 2, "a": 3 }', { key: 'a', firstLine: 1, line: 2 }],
    ['{ "a"  : 1,\n"a" : 2 }', { key: 'a', firstLine: 1, line: 2 }],
    ['{ "__proto__": 1, "__proto__": 2 }', { key: '__proto__', firstLine: 1, line: 1 }],
  ])('finds a key in %j', (text, expected) => {
    JSON.parse(text);
    expect(findDuplicateKey(text)).toEqual(expected);
  });

  it.each([
    '{}',
    '[1, "a", "a"]',
    '{ "a": "a", "b": "a" }',
    '{ "a": { "a": { "a": 1 } } }',
    '[{ "a": 1 }, { "a": 1 }]',
    '{ "a": "\\"b\\": {", "b": "}, \\"a\\": 1" }',
    '{ "a\\\\": 1, "a": "\\\\" }',
    '{ "toString": 1 }',
  ])('finds none in %j', (text) => {
    JSON.parse(text);
    expect(findDuplicateKey(text)).toBeUndefined();
  });
});
