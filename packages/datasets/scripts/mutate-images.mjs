// Decodes PNGs and JPEGs with random changes. Each must give an image, or a typed error of one line that names the
// file. The checksums of most PNGs are corrected, so that the code behind them is reached. Then decodes files that take
// as much time and memory as possible. Reports the processor time of the slowest file, and how far the peak of memory
// rose. Exits with 1 if a file does anything else. Needs the built package (npm run build).
//
//   node packages/datasets/scripts/mutate-images.mjs [--cases 50000] [--seed 1] [--small]
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { isNablaError, Random } from '@nablajs/core';
import { decodeImage } from '../dist/index.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    small: { type: 'boolean', default: false },
    giant: { type: 'string' },
  },
});
const SELF = fileURLToPath(import.meta.url);
const CASES = Number(values.cases);
const random = new Random(Number(values.seed));
const fixtures = JSON.parse(readFileSync(new URL('../test/fixtures/images.json', import.meta.url), 'utf8'));
const filesOf = (kind) => fixtures[kind].map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')));
const [PNGS, JPEGS] = [filesOf('png'), filesOf('jpeg')];

const below = (limit) => Math.floor(random.uniform() * limit);
const pick = (list) => list[below(list.length)];
const concat = (...parts) => new Uint8Array(Buffer.concat(parts));
const uint32 = (value) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

/** Sizes and counts that are 0, small, at a limit or beyond. */
const NUMBERS = [0, 1, 2, 7, 8, 255, 256, 5792, 5793, 65_535, 65_536, 2 ** 25, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

/** One to three changes: bits, bytes, a piece taken out, doubled or moved, the end. */
function mutate(bytes) {
  let changed = bytes;
  for (let times = 1 + below(3); times > 0; times--) changed = mutateOnce(changed);
  return changed;
}

function mutateOnce(bytes) {
  const at = below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(pick([1, 8, 64])));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const flipped = piece.map((byte) => byte ^ (1 << below(8)));
  const written = piece.map(() => below(256));
  switch (below(8)) {
    case 0:
      return concat(before, after);
    case 1:
      return concat(before, piece, piece, after);
    case 2:
      return before;
    case 3:
      return concat(before, written, after);
    case 4:
      return concat(before, after, piece);
    default:
      return concat(before, flipped, after);
  }
}

function chunk(type, body) {
  const named = concat(Buffer.from(type, 'latin1'), body);
  return concat(uint32(body.length), named, uint32(crc32(named)));
}

function chunksOf(png) {
  const [view, chunks] = [new DataView(png.buffer, png.byteOffset), []];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1');
    chunks.push({ type, body: png.subarray(at + 8, at + 8 + view.getUint32(at)) });
  }
  return chunks;
}

const pngOf = (chunks) => concat(PNGS[0].subarray(0, 8), ...chunks.map(({ type, body }) => chunk(type, body)));

/** The chunks of a PNG after a change of them, with checksums that fit. */
function withChunks(change) {
  const chunks = chunksOf(pick(PNGS));
  change(chunks);
  return pngOf(chunks);
}

function withHeader(chunks) {
  const header = Uint8Array.from(chunks[0].body);
  if (below(2) === 0) header.set(uint32(pick(NUMBERS)), 4 * below(2));
  else header[8 + below(5)] = pick([0, 1, 2, 3, 4, 6, 8, 16, below(256)]);
  chunks[0] = { type: 'IHDR', body: header };
}

const isData = ({ type }) => type === 'IDAT';
const pixelsOf = (chunks) => inflateSync(Buffer.concat(chunks.filter(isData).map(({ body }) => body)));

/** Other bytes of pixels than the header announces, or filters that are none. */
function withPixels(chunks) {
  const pixels = below(3) === 0 ? new Uint8Array(below(10) ** 6) : mutate(pixelsOf(chunks));
  const first = chunks.findIndex(isData);
  const rest = chunks.splice(first).filter((one) => !isData(one));
  chunks.push({ type: 'IDAT', body: deflateSync(pixels) }, ...rest);
}

const TYPES = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'iCCP', 'tEXt', 'acTL', 'fdAT', 'CgBI', '\0\0\0\0', 'abcd'];

function withChunkMoved(chunks) {
  const at = below(chunks.length);
  const to = below(chunks.length + 1);
  switch (below(4)) {
    case 0:
      return chunks.splice(at, 1);
    case 1:
      return chunks.splice(to, 0, ...Array.from({ length: 1 + below(pick([1, 5000])) }, () => chunks[at]));
    case 2:
      return chunks.splice(to, 0, { type: pick(TYPES), body: new Uint8Array(below(20)).map(() => below(256)) });
    default:
      return chunks.splice(to, 0, ...chunks.splice(at, 1));
  }
}

function withChunkChanged(chunks) {
  const at = below(chunks.length);
  chunks[at] = { type: chunks[at].type, body: mutate(chunks[at].body) };
}

/** From marker to marker; a scan has its data. */
function segmentsOf(jpeg) {
  const segments = [];
  for (let at = 2; at < jpeg.length - 2; ) {
    let end = at + 2 + jpeg[at + 2] * 256 + jpeg[at + 3];
    if (jpeg[at + 1] === 0xda) {
      while (jpeg[end] !== 0xff || jpeg[end + 1] === 0 || (jpeg[end + 1] & 0xf8) === 0xd0) end++;
    }
    segments.push(jpeg.subarray(at, end));
    at = end;
  }
  return segments;
}

const jpegOf = (segments) => concat(Uint8Array.of(0xff, 0xd8), ...segments, Uint8Array.of(0xff, 0xd9));

function withSegments(change) {
  const segments = segmentsOf(pick(JPEGS));
  change(segments);
  return jpegOf(segments);
}

const isFrame = ([, marker]) => marker === 0xc0 || marker === 0xc2;

/** Another size, number of components or sampling. */
function withFrame(segments) {
  const at = segments.findIndex(isFrame);
  const frame = Uint8Array.from(segments[at]);
  const place = 4 + below(frame.length - 4);
  if (below(2) === 0) frame.set(uint32(pick(NUMBERS)).subarray(2), 5 + 2 * below(2));
  else frame[place] = pick([0, 1, 0x11, 0x22, 0x14, 0x41, 0x44, below(256)]);
  segments[at] = frame;
}

function withSegmentMoved(segments) {
  const [at, to] = [below(segments.length), below(segments.length + 1)];
  if (below(2) === 0) segments.splice(to, 0, ...segments.splice(at, 1));
  else segments.splice(to, 0, ...Array.from({ length: 1 + below(pick([1, 80])) }, () => segments[at]));
}

function withSegmentChanged(segments) {
  const at = below(segments.length);
  segments[at] = mutate(segments[at]);
}

const withRestarts = (segments) =>
  segments.splice(below(segments.length), 0, Uint8Array.of(0xff, 0xdd, 0, 4, pick([0, below(256)]), below(256)));

const KINDS = {
  png: () => mutate(pick(PNGS)),
  'png, another header': () => withChunks(withHeader),
  'png, other pixels': () => withChunks(withPixels),
  'png, chunks moved': () => withChunks(withChunkMoved),
  'png, a chunk changed': () => withChunks(withChunkChanged),
  jpeg: () => mutate(pick(JPEGS)),
  'jpeg, another frame': () => withSegments(withFrame),
  'jpeg, segments moved': () => withSegments(withSegmentMoved),
  'jpeg, a segment changed': () => withSegments(withSegmentChanged),
  'jpeg, restarts': () => withSegments(withRestarts),
};

const counts = { decoded: 0, refused: 0 };
const slowest = { ms: 0, what: '' };

function decode(bytes, what) {
  try {
    const { width, height, channels, pixels } = decodeImage(bytes, 'x');
    if (pixels.length === width * height * channels && (channels === 1 || channels === 3)) return 'decoded';
    throw new Error(`${pixels.length} bytes for ${width} x ${height} x ${channels}`);
  } catch (error) {
    const isTyped = isNablaError(error) && error.code === 'data' && /^x: \P{Cc}*\.$/u.test(error.message);
    if (!isTyped) throw new Error(`${what}: expected a typed error that names the file`, { cause: error });
    if (error.message.length > 400) throw new Error(`${what}: a message of ${error.message.length} characters`);
    return 'refused';
  }
}

function check(bytes, what) {
  const start = process.cpuUsage();
  const outcome = decode(bytes, what);
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  if (ms > slowest.ms) Object.assign(slowest, { ms, what });
  counts[outcome]++;
  return outcome;
}

const header = (width, height, depth, colourType) =>
  concat(uint32(width), uint32(height), Uint8Array.of(depth, colourType, 0, 0, 0));

/** Behind its header a PNG of chunks that are bytes already. */
const png = (head, ...chunks) =>
  concat(PNGS[0].subarray(0, 8), chunk('IHDR', head), ...chunks, chunk('IEND', new Uint8Array()));
const data = (body) => chunk('IDAT', body);
const times = (count, bytes) => Buffer.alloc(count * bytes.length, bytes);

/** The largest that the limits let through, and files that are small only as long as nobody reads them. */
function* giants() {
  const zeros = (count) => deflateSync(new Uint8Array(count));
  const [side, small, none] = [5792, header(10, 10, 8, 0), new Uint8Array()];
  yield ['a grey PNG of 2^25 pixels', png(header(8192, 4096, 8, 0), data(zeros(4096 * 8193)))];
  yield ['an RGBA PNG of 2^25 pixels', png(header(8192, 4096, 8, 6), data(zeros(4096 * 32_769)))];
  yield ['a PNG of 16-bit RGBA and 2^24 pixels', png(header(4096, 4096, 16, 6), data(zeros(4096 * 32_769)))];
  yield ['a PNG of 1 bit a pixel and 2^25 pixels', png(header(8192, 4096, 1, 0), data(zeros(4096 * 1025)))];
  yield ['a PNG as long as the limit', png(header(2 ** 25, 1, 8, 2), data(zeros(3 * 2 ** 25 + 1)))];
  yield ['a PNG as tall as the limit', png(header(1, 2 ** 25, 8, 2), data(zeros(4 * 2 ** 25)))];
  yield ['a PNG of one pixel more', png(header(2 ** 25 + 1, 1, 8, 0), data(zeros(2 ** 25 + 2)))];
  yield ['1 GB behind a header of 10 x 10', png(small, data(zeros(2 ** 30)))];
  yield ['60 MB behind the end of the data', png(small, data(concat(zeros(110), new Uint8Array(60 * 2 ** 20))))];
  yield ['60 MB of empty blocks', png(small, data(concat(zeros(0).subarray(0, 2), new Uint8Array(60 * 2 ** 20))))];
  yield ['a million chunks of data', png(small, times(1e6, data(new Uint8Array(1))))];
  yield ['five million texts', png(small, times(5e6, chunk('tEXt', none)), data(zeros(110)))];
  const inBytes = Array.from(zeros(8193 * 4096), (byte) => data(Uint8Array.of(byte)));
  yield ['2^25 pixels in chunks of a byte', png(header(8192, 4096, 8, 0), Buffer.concat(inBytes))];
  const profile = chunk('iCCP', concat(Buffer.from('a\0\0'), zeros(2 ** 30)));
  yield ['a colour profile of 1 GB', png(small, profile, data(zeros(110)))];
  yield ['64 MB and a byte', new Uint8Array(64 * 2 ** 20 + 1)];

  const segments = segmentsOf(JPEGS[0]);
  const sized = (list, width, height) =>
    list.map((one) =>
      isFrame(one) ? concat(one.subarray(0, 5), uint32(height * 65_536 + width), one.subarray(9)) : one,
    );
  const colour = segmentsOf(JPEGS[2]);
  const isScan = ([, marker]) => marker === 0xda;
  // In the usual tables 00 is no difference, and 1010 (of colours 00) the end of a block.
  const greyBlocks = (count) => times(Math.ceil(count / 4), Uint8Array.of(0x28, 0xa2, 0x8a));
  const colourUnits = (count) => times(Math.ceil(count / 4), Uint8Array.of(0x28, 0x00, 0xa0, 0x02, 0x80, 0x0a, 0x00));
  const withData = (list, body) =>
    list.map((one) => (isScan(one) ? concat(one.subarray(0, 2 + one[2] * 256 + one[3]), body) : one));
  yield ['a grey JPEG of 2^25 pixels', jpegOf(withData(sized(segments, side, side), greyBlocks(side ** 2 / 64)))];
  yield ['a colour JPEG of 18 million pixels', jpegOf(withData(sized(colour, 6000, 3000), colourUnits(18e6 / 64)))];
  const progressive = sized(segments, side, side).map((one) => (isFrame(one) ? one.with(1, 0xc2) : one));
  /** A scan of coefficients from `first` to `last`, refined or not. */
  const scanOf = (first, last, bits, body) =>
    concat(segments.find(isScan).subarray(0, 7), Uint8Array.of(first, last, bits), body);
  const ends = times(side ** 2 / 64 / 2, Uint8Array.of(0xaa));
  const refined = (count) => [
    ...progressive.filter((one) => !isScan(one)),
    scanOf(0, 0, 0, new Uint8Array(side ** 2 / 64 / 4)),
    scanOf(1, 63, 1, ends),
    times(count, scanOf(1, 63, 0x10, ends)),
  ];
  yield ['a JPEG of 2^25 pixels, refined 29 times', jpegOf(refined(29))];
  yield ['a JPEG of 2^25 pixels, refined 60 times', jpegOf(refined(60))];
  yield ['5,000 scans', jpegOf([...segments, times(5000, segments.find(isScan))])];
  yield ['a JPEG of 65,535 x 65,535', jpegOf(sized(segments, 65_535, 65_535))];
  yield ['2^25 pixels in a small JPEG', jpegOf(sized(segments, side, side))];
  yield ['100,000 frames', jpegOf([times(1e5, segments.find(isFrame)), ...segments])];
  yield ['15 million empty segments', jpegOf([times(15e6, Uint8Array.of(0xff, 0xe0, 0, 2))])];
  yield [
    '4,000 tables',
    jpegOf([times(1900, concat(...segments.filter(([, marker]) => marker === 0xc4))), ...segments]),
  ];
}

const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
const peak = () => process.resourceUsage().maxRSS * 1024;

/** Each in a process of its own, which has decoded nothing else: its peak is what decoding took. */
async function decodeGiants() {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-giants-'));
  const file = join(folder, 'image');
  try {
    for (const [what, bytes] of giants()) {
      writeFileSync(file, bytes);
      const { stdout } = await promisify(execFile)(process.execPath, [SELF, '--giant', file]);
      console.log(`  ${what} (${megabytes(bytes.length)}): ${stdout.trim()}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function decodeGiant(file) {
  const bytes = new Uint8Array(readFileSync(file));
  for (const one of [...PNGS, ...JPEGS]) check(one, 'warming up');
  const baseline = peak();
  slowest.ms = 0;
  const outcome = check(bytes, file);
  console.log(`${outcome}, ${slowest.ms.toFixed(0)} ms, ${megabytes(peak() - baseline)}`);
}

function decodeMutated() {
  const kinds = Object.keys(KINDS);
  for (let warm = 0; warm < 500; warm++) check(KINDS[kinds[warm % kinds.length]](), 'warming up');
  Object.assign(counts, { decoded: 0, refused: 0 });
  Object.assign(slowest, { ms: 0, what: '' });
  const baseline = peak();
  for (let at = 0; at < CASES; at++) {
    const kind = kinds[at % kinds.length];
    check(KINDS[kind](), `case ${at}, ${kind}`);
  }
  const { decoded, refused } = counts;
  console.log(`${CASES} mutated images, seed ${values.seed}: ${decoded} decoded, ${refused} refused by a typed error`);
  console.log(`slowest ${slowest.ms.toFixed(0)} ms (${slowest.what}), peak ${megabytes(peak() - baseline)} above`);
}

if (values.giant !== undefined) decodeGiant(values.giant);
else {
  decodeMutated();
  if (!values.small) await decodeGiants();
}
