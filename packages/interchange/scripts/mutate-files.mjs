// Reads files with random changes. Each must be read, or give a typed error of one line that names the file. Inside ZIP
// files the changed parts are packed again with check sums that fit, so that the code behind them is reached. Reports
// the slowest file, and how far the peak of memory rose. Exits with 1 if a file does anything else, takes 2 s or raises
// the peak by 200 MB. Needs the built package (npm run build).
//
//   node packages/interchange/scripts/mutate-files.mjs [--cases 20000] [--seed 1] [FORMAT ...]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isNablaError, Random } from '@nablajs/core';
import * as interchange from '../dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const random = new Random(Number(values.seed));
const below = (limit) => Math.floor(random.uniform() * limit);
const pick = (list) => list[below(list.length)];
const concat = (...parts) => new Uint8Array(Buffer.concat(parts));

const fixture = (name) => new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
const json = (name) => JSON.parse(Buffer.from(fixture(name)).toString());
const decoded = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));

const numpy = json('numpy.json');
const torch = Object.values(json('torch-files.json').files).map(decoded);
const isZip = (bytes) => bytes[0] === 0x50;
const encoder = interchange.stateDict(interchange.readTorch(fixture('encoder.pt')), 'state');

/** Files to change by format, and how they are read. */
const FORMATS = {
  npy: { files: Object.values(numpy.npy).map(({ bytes }) => decoded(bytes)), read: interchange.readNpy },
  npz: { files: Object.values(numpy.npz).map(decoded), read: interchange.readNpz },
  safetensors: { files: [interchange.writeSafetensors(encoder)], read: interchange.readSafetensors },
  pt: { files: torch.filter(isZip), read: readWeights },
  'pt-legacy': { files: torch.filter((bytes) => !isZip(bytes)), read: readWeights },
};

/** Reads a checkpoint, and all weights in it. */
function readWeights(bytes, name) {
  interchange.stateDicts(interchange.readTorch(bytes, name));
}

/** Lengths and shapes that are 0, small, at a limit or beyond, little-endian. */
const NUMBERS = [0, 1, 255, 65_535, 2 ** 25, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1].map((number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, number, true);
  view.setUint32(4, pick([0, 0, 1, 0xffffffff]), true);
  return new Uint8Array(view.buffer);
});

/** One to three changes: bits, bytes, numbers, a piece taken out, doubled or moved, the end. */
function mutate(bytes) {
  let changed = bytes;
  for (let times = 1 + below(3); times > 0; times--) changed = mutateOnce(changed);
  return changed;
}

function mutateOnce(bytes) {
  // Headers are at the start, and directories at the end.
  const at = pick([below(bytes.length + 1), below(200), Math.max(0, bytes.length - below(400))]);
  const end = Math.min(bytes.length, at + 1 + below(pick([1, 8, 64])));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (below(9)) {
    case 0:
      return concat(before, after);
    case 1:
      return concat(before, ...Array.from({ length: pick([2, 2, 3000]) }, () => piece), after);
    case 2:
      return before;
    case 3:
      return concat(
        before,
        piece.map(() => below(256)),
        after,
      );
    case 4:
      return concat(before, after, piece);
    case 5:
      return concat(before, pick(NUMBERS).subarray(0, pick([1, 2, 4, 8])), bytes.subarray(at + piece.length));
    default:
      return concat(
        before,
        piece.map((byte) => byte ^ (1 << below(8))),
        after,
      );
  }
}

/** Changes a file, or one inside it. */
function changed(file) {
  if (!isZip(file) || below(3) === 0) return mutate(file);
  const zip = interchange.readZip(file);
  const files = new Map(zip.names.map((name) => [name, zip.read(name)]));
  const name = below(2) === 0 ? (zip.names.find((one) => one.endsWith('.pkl')) ?? pick(zip.names)) : pick(zip.names);
  files.set(name, mutate(files.get(name)));
  return interchange.writeZip(files, { level: pick([0, 6]) });
}

/** What is wrong with how a file was read; undefined if nothing is. */
function problemOf(read, bytes) {
  try {
    read(bytes, 'the file');
    return undefined;
  } catch (error) {
    if (!isNablaError(error)) return `${error.stack ?? error}`;
    const isFine = (error.code === 'data' || error.code === 'argument') && !/[\n\r]/.test(error.message);
    return isFine && error.message.startsWith('the file') ? undefined : `${error.code}: ${error.message}`;
  }
}

for (const [format, { files, read }] of Object.entries(FORMATS)) {
  if (positionals.length > 0 && !positionals.includes(format)) continue;
  const before = process.resourceUsage().maxRSS;
  let [slowest, wrong] = [0, 0];
  for (let at = 0; at < Number(values.cases); at++) {
    const bytes = changed(pick(files));
    const start = process.cpuUsage();
    const problem = problemOf(read, bytes);
    const { user, system } = process.cpuUsage(start);
    slowest = Math.max(slowest, (user + system) / 1e6);
    if (problem === undefined) continue;
    wrong += 1;
    if (wrong <= 3)
      console.error(`${format}, case ${at}: ${problem}\n${Buffer.from(bytes).toString('base64').slice(0, 4000)}`);
  }
  const rise = Math.round((process.resourceUsage().maxRSS - before) / 1024);
  const isFine = wrong === 0 && slowest < 2 && rise < 200;
  if (!isFine) process.exitCode = 1;
  console.log(
    `${isFine ? 'ok' : 'FAILED'} ${format}: ${values.cases} files, ${wrong} wrong, slowest ${slowest.toFixed(2)} s, memory +${rise} MB`,
  );
}
