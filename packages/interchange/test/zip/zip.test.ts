import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../src/zip/zip.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const files = new Map([
  ['a.txt', text('hello')],
  ['folder/b.bin', new Uint8Array(10_000)],
  ['2', text('')],
]);

describe('readZip and writeZip', () => {
  it.each([0, 6] as const)('returns what was written, at level %d', (level) => {
    const bytes = writeZip(files, { level });
    expect(bytes.length < 2000).toBe(level > 0);
    const zip = readZip(bytes);
    expect([...zip.names].sort()).toEqual([...files.keys()].sort());
    for (const [name, content] of files) expect(zip.read(name)).toEqual(content);
    expect([zip.has('a.txt'), zip.has('b')]).toEqual([true, false]);
    expect(() => zip.read('b')).toThrow("expected a file 'b' in it");
  });

  it('writes equal bytes of equal files', () => {
    expect(writeZip(files, { level: 6 })).toEqual(writeZip(files, { level: 6 }));
  });

  it('reads a file behind other bytes of a comment, and sizes of 64 bits', () => {
    const zip = readZip(zip64('x', text('abc')));
    expect(zip.read('x')).toEqual(text('abc'));
  });
});

describe('what readZip refuses', () => {
  const one = writeZip(new Map([['x', text('abc')]]));
  const changed = (at: number, ...values: number[]): Uint8Array => {
    const copy = Uint8Array.from(one);
    copy.set(values, at);
    return copy;
  };
  const central = one.length - 22 - 47;

  it.each<readonly [what: string, bytes: Uint8Array, message: string]>([
    ['no ZIP file', text('PK and more than twenty-two bytes'), 'expected the directory at its end'],
    ['an empty file', new Uint8Array(), 'expected the directory at its end'],
    ['a truncated file', one.subarray(0, one.length - 1), 'expected the directory at its end'],
    ['an encrypted entry', changed(central + 8, 1), "'x' is encrypted"],
    ['another method', changed(central + 10, 99), 'compressed by method 99'],
    ['a wrong size', changed(central + 24, 200), "'x' cannot have 200 bytes, of 3"],
    ['a stored size beyond the end', changed(central + 20, 200, 0, 0, 0, 200), "'x' is truncated"],
    ['a path out of the folder', writeZip(new Map([['../x', text('a')]])), 'paths inside a folder. Received "../x"'],
    ['an absolute path', writeZip(new Map([['/x', text('a')]])), 'paths inside a folder'],
    ['a path of Windows', writeZip(new Map([['C:\\x', text('a')]])), 'paths inside a folder'],
    ['a directory beyond the end', changed(one.length - 22 + 16, 0xff, 0xff), 'the directory is truncated'],
    ['more entries than there are', changed(one.length - 22 + 10, 9), 'entry 1 is missing'],
  ])('%s', (_what, bytes, message) => {
    expect(() => readZip(bytes)).toThrow(
      expect.objectContaining({ code: 'data', message: expect.stringContaining(message) }),
    );
  });

  it('a wrong check sum, when it is read', () => {
    expect(() => readZip(changed(31, 0)).read('x')).toThrow('its check sum is wrong');
  });

  it('files beyond the limits', () => {
    expect(() => readZip(writeZip(files), { maxEntries: 2 })).toThrow('at most 2 entries. Received 3');
    expect(() => readZip(writeZip(files), { maxBytes: 9_999 })).toThrow('at most 9999 bytes');
  });

  it('an entry that inflates to more than it says', () => {
    const bomb = zip64('x', deflateSync(new Uint8Array(2_000_000)), 8, 1000);
    expect(() => readZip(bomb).read('x')).toThrow('expected 1000 bytes. Received more');
  });
});

/** A ZIP file of one entry whose sizes are in extra fields. */
function zip64(name: string, stored: Uint8Array, method = 0, bytes = stored.length): Uint8Array {
  const local = new Uint8Array(30 + name.length);
  const l = new DataView(local.buffer);
  l.setUint32(0, 0x04034b50, true);
  l.setUint16(26, name.length, true);
  const extra = new Uint8Array(28);
  const e = new DataView(extra.buffer);
  e.setUint16(0, 1, true);
  e.setUint16(2, 24, true);
  e.setBigUint64(4, BigInt(bytes), true);
  e.setBigUint64(12, BigInt(stored.length), true);
  const head = new Uint8Array(46);
  const h = new DataView(head.buffer);
  h.setUint32(0, 0x02014b50, true);
  h.setUint16(10, method, true);
  h.setUint32(16, 0x352441c2, true);
  for (const at of [20, 24, 42]) h.setUint32(at, 0xffffffff, true);
  h.setUint16(28, name.length, true);
  h.setUint16(30, extra.length, true);
  const start = local.length + stored.length;
  const size = head.length + name.length + extra.length;
  const end = new Uint8Array(56 + 20 + 22);
  const d = new DataView(end.buffer);
  d.setUint32(0, 0x06064b50, true);
  d.setBigUint64(32, 1n, true);
  d.setBigUint64(40, BigInt(size), true);
  d.setBigUint64(48, BigInt(start), true);
  d.setUint32(56, 0x07064b50, true);
  d.setBigUint64(64, BigInt(start + size), true);
  d.setUint32(76, 0x06054b50, true);
  const named = text(name);
  local.set(named, 30);
  return Uint8Array.from([...local, ...stored, ...head, ...named, ...extra, ...end]);
}
