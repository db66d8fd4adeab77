/** A checkpoint as one file: a tar archive that other programs read, and of which every byte is checked. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCheckpoint, packCheckpoint, unpackCheckpoint } from '../../src/index.js';
import { temporaryFolder } from '../helpers.js';
import { smallState } from '../states.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const plainOf = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')]);

const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/);

test('any files are kept, the manifest first', () => {
  const files = fc.array(fc.tuple(name, fc.uint8Array({ maxLength: 1100 })), { maxLength: 4 });
  fc.assert(
    fc.property(files, (entries) => {
      const given = new Map([...entries, ['manifest.json', bytesOf('{}')]]);
      const packed = packCheckpoint(given);
      const read = unpackCheckpoint(packed);
      expect(Object.fromEntries(plainOf(read))).toEqual(Object.fromEntries(plainOf(given)));
      expect([...read.keys()][0]).toBe('manifest.json');
      expect(packed.length % 512).toBe(0);
      expect(packCheckpoint(read)).toEqual(packed);
    }),
    { numRuns: 15 },
  );
});

test('no files give two empty blocks', () => {
  expect(packCheckpoint(new Map())).toEqual(new Uint8Array(1024));
  expect(unpackCheckpoint(new Uint8Array(1024)).size).toBe(0);
});

test('unpacked files are views, not copies', () => {
  const packed = packCheckpoint(new Map([['a', bytesOf('text')]]));
  expect(unpackCheckpoint(packed).get('a')?.buffer).toBe(packed.buffer);
});

test.skipIf(process.platform === 'win32')('tar takes it apart', async () => {
  const folder = temporaryFolder();
  const files = await encodeCheckpoint(smallState());
  writeFileSync(join(folder, 'a.tar'), packCheckpoint(files));
  const { status, stderr } = spawnSync('tar', ['-xf', 'a.tar'], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(readdirSync(folder).sort()).toEqual(['a.tar', 'manifest.json', 'tensors.safetensors']);
  for (const [file, bytes] of files) expect(new Uint8Array(readFileSync(join(folder, file)))).toEqual(bytes);
});

test.skipIf(process.platform === 'win32')('what tar made itself is refused', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'manifest.json'), '{}');
  spawnSync('tar', ['-cf', 'a.tar', 'manifest.json'], { cwd: folder });
  expect(() => unpackCheckpoint(readFileSync(join(folder, 'a.tar')), 'a.tar')).toThrow(
    /^a\.tar: expected the header of a file at byte 0 of \d+, or the end\. .*, or not from nabla\.$/,
  );
});

describe('a name', () => {
  test.each(['', '..', '../a', 'a/b', '/a', 'A', '.a', 'a\0', 'ü', 'a'.repeat(101)])('%j is not written', (bad) => {
    expect(() => packCheckpoint(new Map([[bad, new Uint8Array()]]))).toThrow(
      'packCheckpoint: expected names of a-z, 0-9, ., _ and -, at most 100. Received ',
    );
  });

  test('that leads out of a folder is not read', () => {
    const packed = packCheckpoint(new Map([['xx-a', new Uint8Array()]]));
    const header = Buffer.from(packed.buffer, 0, 512);
    // The checksum fits.
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write('../a', 0);
    const now = header.reduce((total, byte) => total + byte, 0);
    const checksum = Number.parseInt(header.toString('latin1', 148, 154), 8) + now - sum;
    header.write(checksum.toString(8).padStart(6, '0'), 148);
    expect(() => unpackCheckpoint(packed, 'a')).toThrow('a: expected the header of a file at byte 0');
  });
});

test('files in another order, or duplicates, are refused', () => {
  const one = (file: string) => packCheckpoint(new Map([[file, bytesOf(file)]])).subarray(0, 1024);
  const join = (...parts: Uint8Array[]) => Buffer.concat([...parts, new Uint8Array(1024)]);
  expect([...unpackCheckpoint(join(one('a'), one('b'))).keys()]).toEqual(['a', 'b']);
  for (const [first, second] of [
    ['b', 'a'],
    ['a', 'a'],
    ['a', 'manifest.json'],
  ] as const) {
    expect(() => unpackCheckpoint(join(one(first), one(second)), 'x')).toThrow(
      `x: ${second}: expected the files in order. Received it after ${first}.`,
    );
  }
});
