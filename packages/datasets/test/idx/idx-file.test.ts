import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readIdxFile } from '../../src/index.js';
import { idx, nablaError, temporaryFolder } from '../files.js';

function write(bytes: Uint8Array, name = 'file'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

const small = idx(8, [2, 2], [1, 2, 3, 4]);

describe('readIdxFile', () => {
  it.each([
    ['plain', small, 'file'],
    ['gzip', gzipSync(small), 'file.gz'],
    ['gzip without the ending', gzipSync(small), 'file'],
    ['plain with the ending', small, 'file.gz'],
  ])('reads %s', async (_, bytes, name) => {
    const array = await readIdxFile(write(bytes, name));
    expect(array).toEqual({ dtype: 'uint8', shape: [2, 2], data: Uint8Array.of(1, 2, 3, 4) });
  });

  it('reads gzip data of many chunks', async () => {
    const elements = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 2654435761) >>> 24);
    const array = await readIdxFile(write(gzipSync(idx(8, [700, 1000], elements))));
    expect(array.data.length).toBe(700_000);
    expect(Buffer.compare(array.data as Uint8Array, elements)).toBe(0);
  });

  it('stops inflating soon after the announced size', async () => {
    // The end is damaged: reading that far would report the damage instead.
    const bomb = gzipSync(idx(8, [2000], new Uint8Array(20_000_000))).map((byte, at, all) =>
      at >= all.length - 8 ? byte ^ 0xff : byte,
    );
    const error = await nablaError(() => readIdxFile(write(bomb)));
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^[^:]*: the gzip data expands beyond the 2008 bytes/);
  });

  it.each([
    ['stored', small, 16],
    ['announced', gzipSync(idx(8, [4000], new Uint8Array(4000))), 4008],
  ])('accepts a %s size that equals the limit', async (_, bytes, maxBytes) => {
    expect((await readIdxFile(write(bytes), { maxBytes })).dtype).toBe('uint8');
  });

  it.each([
    [0x1f, 0x00],
    [0x00, 0x8b],
  ])('does not treat a file that begins with %i and %i as gzip', async (first, second) => {
    const path = write(Uint8Array.of(first, second, 8, 1, 0, 0, 0, 0));
    const { code, message } = await nablaError(() => readIdxFile(path));
    expect(code).toBe('data');
    expect(message).toMatch(/^[^:]*: .*not an IDX file: expected the magic bytes 00 00/);
  });

  it('refuses an announced size above the limit before inflating it', async () => {
    const error = await nablaError(() =>
      readIdxFile(write(gzipSync(idx(8, [4000], new Uint8Array(4000)))), { maxBytes: 3000 }),
    );
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^[^:]*: expected at most 3000 bytes\. Received 4008/);
  });

  it('refuses a stored file above the limit', async () => {
    const error = await nablaError(() => readIdxFile(write(small), { maxBytes: 10 }));
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^[^:]*: expected at most 10 bytes\. Received 16/);
  });

  it.each([
    ['cut short', gzipSync(small).subarray(0, 20)],
    ['with a flipped bit', gzipSync(small).map((byte, at) => (at === 18 ? byte ^ 4 : byte))],
    ['with a wrong checksum', gzipSync(small).map((byte, at, all) => (at === all.length - 8 ? byte ^ 1 : byte))],
  ])('reports damaged gzip data: %s', async (_, bytes) => {
    const error = await nablaError(() => readIdxFile(write(bytes)));
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/damaged gzip data \(.+\)\. Download the file again\.$/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('checks the header inside gzip data', async () => {
    const error = await nablaError(() => readIdxFile(write(gzipSync(new Uint8Array(5000).fill(7)))));
    expect(error.message).toContain('not an IDX file');
  });

  it('names a missing file, and refuses a folder', async () => {
    const folder = temporaryFolder();
    const missing = await nablaError(() => readIdxFile(join(folder, 'none')));
    expect(missing.code).toBe('data');
    expect(missing.message).toContain(`${join(folder, 'none')}: cannot be read (ENOENT`);
    expect(missing.cause).toMatchObject({ code: 'ENOENT' });
    const notFile = await nablaError(() => readIdxFile(folder));
    expect(notFile.code).toBe('data');
    expect(notFile.message).toBe(`${folder}: expected a file. Received a folder or a device.`);
  });
});
