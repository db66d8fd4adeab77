// Reads files with random changes. Each must be read, or give a typed error of one line that names the file. Inside ZIP
// files the changed parts are packed again with check sums that fit, so that the code behind them is reached. Reports
// the slowest file, and how far the peak of memory rose. Exits with 1 if a file does anything else, takes 2 s or raises
// the peak by 200 MB. Needs the built package (npm run build).
//
//   node packages/interchange/scripts/mutate-files.mjs [--cases 20000] [--seed 1] [FORMAT ...]
import { readFileSync } from 'node:fs';
import * as interchange from '../dist/index.js';
import { base64, below, isChosen, pick, readMutated } from './mutations/mutations.mjs';

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

/** Errors name the file. */
const isExpected = ({ code, message }) => (code === 'data' || code === 'argument') && message.startsWith('the file');

for (const [format, { files, read }] of Object.entries(FORMATS)) {
  if (!isChosen(format)) continue;
  const make = () => {
    const bytes = changed(pick(files));
    const readOne = () => {
      read(bytes, 'the file');
      return 'read';
    };
    return { read: readOne, shown: () => base64(bytes) };
  };
  readMutated(format, 20_000, make, isExpected);
}
