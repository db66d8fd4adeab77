/** Decodes JPEG files with jpeg-js. Limits their memory and scans, and passes on only the segments that pixels need. */
import jpeg from 'jpeg-js';
import { firstChannel, type OpaqueImage } from './decoded-image.js';
import { checkPixels, damaged, damagedBy, type ImageHeader, MAX_IMAGE_PIXELS } from './image-file.js';
import { isTurned, orientationOf, upright } from './orientation.js';

interface JpegHeader extends ImageHeader {
  readonly format: 'JPEG';
  /** 1: grey. 3: colour. 4: the colours of a printer (CMYK). */
  readonly components: number;
  /** The number of blocks of 8 x 8 samples in all components. */
  readonly blocks: number;
  /** How the camera was held, from 1 to 8. */
  readonly orientation: number;
}

/** A part of a file between two markers. */
interface Segment {
  readonly marker: number;
  /** The whole segment with its marker and, for a scan, the compressed data. */
  readonly bytes: Uint8Array;
  /** The bytes after the length. */
  readonly body: Uint8Array;
}

const [START, END, SCAN, EXIF] = [0xd8, 0xd9, 0xda, 0xe1];
/** Baseline, extended and progressive frames with Huffman codes. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Lossless and hierarchical frames, and those with arithmetic codes. */
const OTHER_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
/** Frames, Huffman codes, quantisation, restart intervals, scans, and Adobe's marker for colours. */
const KEPT_MARKERS = [...FRAMES, 0xc4, 0xdb, 0xdd, SCAN, 0xee];

/** Ordinary JPEGs have a few dozen. */
const MAX_SEGMENTS = 4096;
/** A progressive JPEG has about ten. */
const MAX_SCANS = 64;
const MAX_BLOCKS_OF_SCANS = 2 ** 24;
/** For coefficients and pixels. */
const MAX_MEMORY_MB = 384;

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === START && bytes[2] === 0xff;

/** Reads the size of the upright image. The file may be incomplete after the header of its frame. */
export function jpegHeader(bytes: Uint8Array, name: string): ImageHeader {
  const { format, width, height, orientation } = frameHeader(bytes, name);
  return isTurned(orientation) ? { format, width: height, height: width } : { format, width, height };
}

/** Reads the header of the frame, with the stored size, and the orientation before it. */
function frameHeader(bytes: Uint8Array, name: string): JpegHeader {
  let orientation: number | undefined;
  for (const { marker, body } of segments(bytes, name)) {
    if (marker === EXIF) orientation ??= orientationOf(body);
    if (FRAMES.includes(marker)) return { ...headerOf(body, name), orientation: orientation ?? 1 };
    if (OTHER_FRAMES.includes(marker)) {
      throw damaged(name, 'expected a baseline or progressive JPEG. Received one of another kind; save it again');
    }
  }
  throw damaged(name, 'this JPEG has no frame');
}

/** Decodes to grey or RGB, upright. Throws NablaError `data` for anything but a complete JPEG. */
export function decodeJpeg(bytes: Uint8Array, name: string): OpaqueImage {
  const header = frameHeader(bytes, name);
  const { components, width, height, orientation } = header;
  const kept = [...segments(bytes, name)].filter(({ marker }) => KEPT_MARKERS.includes(marker));
  checkFrame(header, kept, name);
  const file = joined(kept.map((segment) => segment.bytes));
  const options = { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: MAX_MEMORY_MB } as const;
  try {
    const { data } = jpeg.decode(file, { ...options, maxResolutionInMP: MAX_IMAGE_PIXELS / 1e6 });
    const stored = components === 1 ? ([1, firstChannel(data)] as const) : ([3, data] as const);
    return upright({ width, height, channels: stored[0], pixels: stored[1] }, orientation);
  } catch (error) {
    throw damagedBy(name, 'JPEG', error);
  }
}

function* segments(bytes: Uint8Array, name: string): Generator<Segment, void, undefined> {
  for (let at = 2, count = 0; ; count++) {
    if (count === MAX_SEGMENTS) throw damaged(name, `this JPEG has more than ${MAX_SEGMENTS} segments; save it again`);
    // Any number of 0xff may stand before a marker.
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const [prefix, marker] = [bytes[at], bytes[at + 1]];
    if (marker === undefined) throw damaged(name, 'this JPEG is cut short: it has no end');
    if (prefix !== 0xff || marker < 0xc0) throw damaged(name, `this JPEG is damaged at byte ${at}: expected a marker`);
    if (marker === END) return;
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    const headEnd = at + 2 + length;
    if (length < 2 || headEnd > bytes.length) throw damaged(name, `this JPEG is cut short or damaged at byte ${at}`);
    const end = marker === SCAN ? scanEnd(bytes, headEnd) : headEnd;
    yield { marker, bytes: bytes.subarray(at, end), body: bytes.subarray(at + 4, headEnd) };
    at = end;
  }
}

/** Finds the next marker that is neither a stuffed 0xff nor a restart. */
function scanEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function headerOf(body: Uint8Array, name: string): Omit<JpegHeader, 'orientation'> {
  const [precision, highY = 0, lowY = 0, highX = 0, lowX = 0, components = 0] = body;
  if (body.length !== 6 + 3 * components) throw damaged(name, 'this JPEG has a damaged frame');
  if (precision !== 8) throw damaged(name, `expected a JPEG of 8 bits a sample. Received ${precision}; save it again`);
  if (![1, 3, 4].includes(components)) throw damaged(name, `a JPEG of ${components} colours is not supported`);
  const size = { format: 'JPEG', width: highX * 256 + lowX, height: highY * 256 + lowY } as const;
  checkPixels(name, size);
  return { ...size, components, blocks: blocksOf(body, size, name) };
}

/** Counts the blocks that jpeg-js allocates: each component in whole units of the largest sampling factors. */
function blocksOf(body: Uint8Array, { width, height }: ImageHeader, name: string): number {
  const factors: [across: number, down: number][] = [];
  const ids = new Set<number>();
  for (let at = 6; at < body.length; at += 3) {
    const factor = body[at + 1] as number;
    factors.push([factor >> 4, factor & 15]);
    ids.add(body[at] as number);
  }
  if (ids.size !== factors.length || factors.flat().some((factor) => factor < 1 || factor > 4)) {
    throw damaged(name, 'this JPEG has a damaged frame');
  }
  const most = (axis: 0 | 1): number => factors.reduce((a, one) => Math.max(a, one[axis]), 1);
  const [unitsAcross, unitsDown] = [Math.ceil(width / (8 * most(0))), Math.ceil(height / (8 * most(1)))];
  return factors.reduce((sum, [across, down]) => sum + unitsAcross * across * unitsDown * down, 0);
}

function checkFrame({ width, height, components, blocks }: JpegHeader, kept: readonly Segment[], name: string): void {
  const frames = kept.filter(({ marker }) => FRAMES.includes(marker));
  if (frames.length !== 1) throw damaged(name, `expected a JPEG of one frame. Received ${frames.length}`);
  const scans = kept.filter(({ marker }) => marker === SCAN);
  const most = Math.min(MAX_SCANS, Math.floor(MAX_BLOCKS_OF_SCANS / blocks));
  if (scans.length > most) {
    throw damaged(name, `expected a JPEG of this size to have at most ${most} scans. Received ${scans.length}`);
  }
  // Coefficients, samples, and the pixels twice.
  const megabytes = (blocks * (256 + 64) + width * height * (components + 3)) / 2 ** 20;
  if (megabytes > MAX_MEMORY_MB) {
    const needed = `Received one of ${width} x ${height} that takes ${Math.ceil(megabytes)}; make it smaller`;
    throw damaged(name, `expected a JPEG that takes at most ${MAX_MEMORY_MB} MB to decode. ${needed}`);
  }
  // The first coefficient of a block takes at least one bit.
  const data = scans.reduce((sum, { bytes, body }) => sum + bytes.length - body.length - 4, 0);
  if (8 * data < blocks) throw damaged(name, `this JPEG is cut short: ${data} bytes are too few for its pixels`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(4 + parts.reduce((sum, { length }) => sum + length, 0));
  file.set([0xff, START]);
  let at = 2;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  file.set([0xff, END], at);
  return file;
}
