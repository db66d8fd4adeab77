import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeImage, MAX_IMAGE_FILE_BYTES, MAX_IMAGE_PIXELS, readImageHeader } from '../../../src/index.js';
import { nablaError } from '../../files.js';
import { chunk, concat, fileOf, filesOf, imageData, png, pngOf, uint32 } from '../../image-fixtures.js';

async function refusal(file: Uint8Array): Promise<string> {
  const error = await nablaError(() => decodeImage(file, 'cat.png'));
  expect(error.code).toBe('data');
  expect(error.message).toMatch(/^cat\.png: \P{Cc}*\.$/u);
  return error.message;
}

const tenByTen = (...chunks: readonly Uint8Array[]): Uint8Array => pngOf(10, 10, 8, 0, ...chunks);
const whole = imageData(new Uint8Array(110));
const parts = (length: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, () => chunk('IDAT', new Uint8Array(length)));

describe('decodeImage refuses', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'this file is empty'],
    ['text', Buffer.from('GIF89a'), 'expected a PNG or a JPEG'],
    ['a header cut short', fileOf('grey 8').subarray(0, 20), 'within its header'],
    ['no pixels', pngOf(0, 10, 8, 0, whole), 'with pixels. Received 0 x 10'],
    [
      'too many pixels',
      pngOf(8193, 4096, 8, 0, whole),
      `at most ${MAX_IMAGE_PIXELS} pixels, and 65535 a side. Received 8193 x 4096`,
    ],
    ['more rows than a JPEG can have', pngOf(1, 65_536, 8, 0, whole), 'and 65535 a side. Received 1 x 65536'],
    ['more columns', pngOf(65_536, 1, 8, 0, whole), 'and 65535 a side. Received 65536 x 1'],
    ['sides at the limit of PNG', pngOf(2 ** 32 - 1, 2 ** 32 - 1, 16, 6, whole), 'Received 4294967295 x 4294967295'],
    ['more bytes than 8-bit RGBA has', pngOf(8192, 4096, 16, 6, whole), 'Received 268439552'],
    ['a colour type that is none', pngOf(10, 10, 8, 5, whole), 'this PNG has colour type 5 with 8 bits'],
    ['a palette of 16 bits', pngOf(10, 10, 16, 3, whole), 'this PNG has colour type 3 with 16 bits'],
    ['more data than the header announces', tenByTen(imageData(new Uint8Array(111))), 'expands beyond the 110 bytes'],
    ['1 MB in a hundred bytes', tenByTen(imageData(new Uint8Array(2 ** 20))), 'expands beyond the 110 bytes'],
    ['less data', tenByTen(imageData(new Uint8Array(109))), 'it has 109 of the 110 bytes'],
    ['no data', tenByTen(), 'it has 0 of the 110 bytes'],
    ['data that are not compressed', tenByTen(chunk('IDAT', new Uint8Array(110))), 'this PNG is damaged'],
    ['a filter that is none', tenByTen(imageData(new Uint8Array(110).fill(7))), 'Unsupported filter: 7'],
    ['bytes behind the data', tenByTen(whole, ...parts(2 ** 16, 3)), 'more bytes after the end of its image data'],
    ['too many chunks of data', tenByTen(whole, ...parts(0, 2060)), 'more than 2054 chunks of image data'],
    [
      '70,000 texts',
      tenByTen(Buffer.alloc(12 * 70_000, chunk('tEXt', new Uint8Array(0))), whole),
      'more than 65536 chunks',
    ],
    ['a header of 14 bytes', tenByTen(whole).with(11, 14), 'this PNG has no header (IHDR)'],
    ['another chunk before the header', tenByTen(whole).with(12, 0x69), 'this PNG has no header (IHDR)'],
    ['another compression', tenByTen(whole).with(26, 1), 'a compression, a filter or an interlacing'],
    ['other filters', tenByTen(whole).with(27, 1), 'a compression, a filter or an interlacing'],
    ['another interlacing', tenByTen(whole).with(28, 2), 'a compression, a filter or an interlacing'],
    ['two headers', tenByTen(chunk('IHDR', new Uint8Array(13)), whole), 'does not belong where it is'],
    ['a palette behind the data', pngOf(10, 10, 8, 3, whole, chunk('PLTE', new Uint8Array(3))), '(PLTE)'],
    ['no palette', pngOf(10, 10, 8, 3, whole), 'no palette'],
    [
      'a colour that the palette lacks',
      pngOf(10, 10, 8, 3, chunk('PLTE', new Uint8Array(3)), imageData(new Uint8Array(110).fill(2))),
      'damaged',
    ],
    ['transparency of a palette without one', pngOf(10, 10, 8, 3, chunk('tRNS', new Uint8Array(1)), whole), '(tRNS)'],
    ['transparency of another colour type', tenByTen(chunk('tRNS', new Uint8Array(6)), whole), '(tRNS)'],
    [
      'a required chunk that is not supported',
      tenByTen(chunk('CgBI', new Uint8Array(4)), whole),
      'a required chunk that is not supported',
    ],
    [
      'interlaced bits',
      concat(pngOf(10, 10, 1, 0, whole).map((byte, at) => (at === 28 ? 1 : byte))),
      'interlaced PNGs of less',
    ],
  ])('a PNG: %s', async (_, file, message) => expect(await refusal(file)).toContain(message));

  it('a file above 64 MiB, before reading it', async () => {
    const file = new Uint8Array(MAX_IMAGE_FILE_BYTES + 1);
    file.set(fileOf('grey 8'));
    expect(await refusal(file)).toContain(`expected at most ${MAX_IMAGE_FILE_BYTES} bytes. Received 67108865`);
  });

  it('a PNG with any bit flipped', async () => {
    const file = fileOf('rgb 8');
    const reference = decodeImage(file, 'x');
    // The text after the header may say anything.
    const [from, to] = [33, 33 + 12 + 'Comment0passed over'.length];
    for (let at = 0; at < file.length; at++) {
      if (at >= from && at < to) continue;
      const flipped = Uint8Array.from(file);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      await refusal(flipped);
    }
    expect(decodeImage(file, 'x')).toEqual(reference);
  });

  it.each(['rgb 8', 'palette 4 with alphas', 'jpeg grey', 'jpeg progressive'])(
    '%s, cut at any length',
    async (name) => {
      const file = fileOf(name);
      for (let length = 0; length < file.length; length++) await refusal(file.subarray(0, length));
    },
  );

  it('no PNG for its profile or text, which it never reads', () => {
    const bomb = chunk('iCCP', concat(Buffer.from('a\0\0'), deflateSync(new Uint8Array(2 ** 24))));
    const file = tenByTen(bomb, chunk('tEXt', new Uint8Array(5)), imageData(new Uint8Array(110)));
    expect(decodeImage(file, 'x')).toEqual({ width: 10, height: 10, channels: 1, pixels: new Uint8Array(100) });
  });

  it('no PNG for bytes after its end', () => {
    const file = png(Uint8Array.of(7), 1, 1);
    expect(decodeImage(concat(file, Uint8Array.of(1, 2, 3)), 'x').pixels).toEqual(Uint8Array.of(7));
  });
});

/** The segments of a JPEG; a scan has its data. */
function segmentsOf(file: Uint8Array): Uint8Array[] {
  const segments: Uint8Array[] = [];
  for (let at = 2; at < file.length - 2; ) {
    let end = at + 2 + (file[at + 2] ?? 0) * 256 + (file[at + 3] ?? 0);
    if (file[at + 1] === 0xda) {
      while (file[end] !== 0xff || file[end + 1] === 0 || ((file[end + 1] ?? 0) & 0xf8) === 0xd0) end++;
    }
    segments.push(file.subarray(at, end));
    at = end;
  }
  return segments;
}

const jpegOf = (segments: readonly Uint8Array[]): Uint8Array =>
  concat(Uint8Array.of(0xff, 0xd8), ...segments, Uint8Array.of(0xff, 0xd9));
const isFrame = (segment: Uint8Array): boolean => segment[1] === 0xc0 || segment[1] === 0xc2;

/** The fixture with another size, or another frame. */
function reframed(name: string, change: (frame: Uint8Array) => Uint8Array): Uint8Array {
  return jpegOf(segmentsOf(fileOf(name)).map((one) => (isFrame(one) ? change(Uint8Array.from(one)) : one)));
}

const sized = (name: string, width: number, height: number): Uint8Array =>
  reframed(name, (frame) => concat(frame.subarray(0, 5), uint32(height * 65_536 + width), frame.subarray(9)));
const withByte = (at: number, byte: number) => (frame: Uint8Array) => frame.map((old, i) => (i === at ? byte : old));

describe('decodeImage refuses a JPEG', () => {
  const grey = segmentsOf(fileOf('jpeg grey'));
  const repeated = (times: number, is: (one: Uint8Array) => boolean): Uint8Array =>
    jpegOf(grey.flatMap((one) => Array.from({ length: is(one) ? times : 1 }, () => one)));

  it.each<[string, Uint8Array, string]>([
    ['of 65,535 x 65,535', sized('jpeg grey', 65_535, 65_535), 'Received 65535 x 65535; make it smaller'],
    ['that would take too much memory', sized('jpeg 4:4:4', 6000, 5500), 'at most 384 MB to decode'],
    ['too small for its pixels', sized('jpeg grey', 5000, 5000), 'bytes are too few for its pixels'],
    ['without height', sized('jpeg grey', 30, 0), 'Received 30 x 0'],
    ['of 12 bits', reframed('jpeg grey', withByte(4, 12)), 'of 8 bits a sample. Received 12'],
    [
      'of two colours',
      reframed('jpeg grey', (frame) =>
        concat(
          frame.map((old, i) => (i === 3 ? 14 : i === 9 ? 2 : old)),
          Uint8Array.of(2, 0x11, 0),
        ),
      ),
      'a JPEG of 2 colours',
    ],
    ['that is lossless', reframed('jpeg grey', withByte(1, 0xc3)), 'expected a baseline or progressive JPEG'],
    ['without a frame', jpegOf(grey.filter((one) => !isFrame(one))), 'has no frame'],
    ['of two frames', repeated(2, isFrame), 'of one frame. Received 2'],
    ['of a hundred scans', repeated(100, (one) => one[1] === 0xda), 'at most 64 scans. Received 100'],
    ['of five thousand tables', repeated(5000, (one) => one[1] === 0xc4), 'more than 4096 segments'],
    ['without tables', jpegOf(grey.filter((one) => one[1] !== 0xc4)), 'this JPEG is damaged'],
    [
      'with other bytes between segments',
      jpegOf([...grey.slice(0, 2), Uint8Array.of(1, 2, 3), ...grey.slice(2)]),
      'expected a marker',
    ],
  ])('%s', async (_, file, message) => expect(await refusal(file)).toContain(message));
});

it('readImageHeader reads no more than the header', () => {
  for (const { file, width, height, name } of [...filesOf('png'), ...filesOf('jpeg')]) {
    const length = name.startsWith('jpeg') ? file.length - 40 : 33;
    expect(readImageHeader(file.subarray(0, length), name)).toMatchObject({ width, height });
  }
});
