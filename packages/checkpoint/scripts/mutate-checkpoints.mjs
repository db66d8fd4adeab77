// Reads checkpoints with random changes in the manifest, the header of the tensors, or the archive. Each must load as
// it says, or give a typed error of one line that names the checkpoint. Most checksums are corrected, so that the code
// behind them is reached. Then reads the largest files that the limits allow. Reports the processor time of the slowest
// read, and how far the peak of memory rose. Needs the built package (npm run build).
//
//   node packages/checkpoint/scripts/mutate-checkpoints.mjs [--cases 100000] [--seed 1] [--small]
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { dense, isNablaError, Random } from '@nablajs/core';
import { decodeCheckpoint, encodeCheckpoint, packCheckpoint, unpackCheckpoint } from '../dist/index.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    small: { type: 'boolean', default: false },
    giant: { type: 'string' },
  },
});
const SELF = fileURLToPath(import.meta.url);
const CASES = Number(values.cases);
const random = new Random(Number(values.seed));
const [MANIFEST, TENSORS] = ['manifest.json', 'tensors.safetensors'];
const encoder = new TextEncoder();

const tensor = (...numbers) => dense(Float32Array.from(numbers), [numbers.length]);
const whole = await encodeCheckpoint(
  {
    run: { seed: 7, examples: 400, batchSize: 2, shuffle: true, parts: 1, schedule: { type: 'cosine' } },
    position: {
      epoch: 6,
      step: 2,
      steps: 12,
      sums: { names: ['loss'], numbers: [1, 4] },
      learningRate: 0.1,
      epochEnded: true,
      validatedAt: 0,
    },
    unreported: [{ step: 12, rows: 2, loss: Number.POSITIVE_INFINITY }],
    history: [{ loss: 0.5, val_loss: Number.NaN }],
    parameters: new Map([
      ['0.weight', tensor(1, 2, 3)],
      ['0.bias', tensor(4)],
    ]),
    optimizer: {
      config: { type: 'Adam', learningRate: 0.1 },
      steps: 12,
      counts: { '0.weight': 12 },
      slots: new Map([['0.weight/m', tensor(1, 2, 3)]]),
    },
    callbacks: { ema: { values: { decay: -0 }, tensors: new Map([['0.weight', tensor(5, 6, 7)]]) } },
  },
  {
    model: { config: { inputShape: [3], layers: [{ type: 'Dense', units: 1 }] }, dtype: 'float32', notes: { a: null } },
    note: { $a: ['é', true] },
  },
);

const below = (limit) => Math.floor(random.uniform() * limit);
const pick = (list) => list[below(list.length)];
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const concat = (...parts) => new Uint8Array(Buffer.concat(parts));

/** What a value or a piece of syntax is replaced by. */
const PIECES = [
  '{}',
  '[]',
  'null',
  '""',
  '-1',
  '1e999',
  '-0',
  '0.5',
  '9007199254740992',
  '18446744073709551616',
  'true',
];
PIECES.push(
  '"$number"',
  '{"$number":"NaN"}',
  '"__proto__"',
  '"constructor"',
  '"../a"',
  '"\\u0000"',
  '"\\ud800"',
  '\u2028',
);
PIECES.push(
  '[[[[[[[[[[[[[[[[[[[[',
  '{"a":',
  ',',
  ':',
  '"',
  '\\',
  '}',
  ']',
  '"F32"',
  '[0,0]',
  '[4294967296,4294967296]',
);
const PIECE_BYTES = PIECES.map((piece) => encoder.encode(piece));

/** One to three changes: bits, bytes, a piece taken out, doubled, moved, or put in the place of a value. */
function mutate(bytes) {
  let changed = bytes;
  for (let times = 1 + below(3); times > 0; times--) changed = mutateOnce(changed);
  return changed;
}

function mutateOnce(bytes) {
  const at = below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(pick([1, 8, 64])));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (below(12)) {
    case 0:
      return concat(
        before,
        piece.map((byte) => byte ^ (1 << below(8))),
        after,
      );
    case 1:
      return concat(before, after);
    case 2:
      return concat(before, piece, piece, after);
    case 3:
      return concat(before, pick(PIECE_BYTES), piece, after);
    case 4:
      return concat(before, pick(PIECE_BYTES), after);
    case 5:
      return before;
    default:
      return replaceToken(bytes);
  }
}

/** A string, a number or a word gives way, so that what comes out is mostly JSON. */
function replaceToken(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null/g)];
  if (tokens.length === 0) return bytes;
  const { index, 0: token } = pick(tokens);
  return concat(bytes.subarray(0, index), pick(PIECE_BYTES), bytes.subarray(index + token.length));
}

/** A manifest of any bytes with the right SHA-256 at its end. */
function seal(body) {
  return concat(body, encoder.encode(`  "sha256": "${sha256(body)}"\n}\n`));
}

const body = whole.get(MANIFEST).subarray(0, Buffer.from(whole.get(MANIFEST)).lastIndexOf('  "sha256"'));

/** A manifest for other tensors. */
function manifestFor(tensors) {
  const files = `"files": {"${TENSORS}":{"bytes":${tensors.length},"sha256":"${sha256(tensors)}"}}`;
  return seal(
    encoder.encode(
      Buffer.from(body)
        .toString()
        .replace(/"files": \{.*\}\}/, files),
    ),
  );
}

function withHeader(header, elements) {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return concat(length, header, elements);
}

const tensorBytes = whole.get(TENSORS);
const headerEnd = 8 + Number(new DataView(tensorBytes.buffer).getBigUint64(0, true));
const header = tensorBytes.subarray(8, headerEnd);
const elements = tensorBytes.subarray(headerEnd);
const packed = packCheckpoint(whole);

const withTensors = (tensors) =>
  new Map([
    [MANIFEST, manifestFor(tensors)],
    [TENSORS, tensors],
  ]);

/** Each a kind of file to damage; gives the files, or throws as reading an archive does. */
const KINDS = {
  'manifest, sealed': () => new Map([...whole, [MANIFEST, seal(mutate(body))]]),
  'manifest, sealed again': () => new Map([...whole, [MANIFEST, seal(mutateOnce(body))]]),
  manifest: () => new Map([...whole, [MANIFEST, mutate(whole.get(MANIFEST))]]),
  'header of tensors': () => withTensors(withHeader(mutate(header), elements)),
  'file of tensors': () => withTensors(mutate(tensorBytes)),
  archive: () => unpackCheckpoint(mutate(packed), 'x'),
};

const counts = { read: 0, refused: 0 };
const slowest = { ms: 0, what: '' };

/** What was read can be written and read again; what was not is refused by one line of a typed error. */
async function check(make, what) {
  const start = process.cpuUsage();
  let read;
  try {
    read = await decodeCheckpoint(make(), 'x');
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'data' || !/^x: \P{Cc}*\.$/u.test(error.message)) {
      throw new Error(`${what}: expected a typed error that names the checkpoint`, { cause: error });
    }
    if (error.message.length > 500) throw new Error(`${what}: a message of ${error.message.length} characters`);
  }
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  if (ms > slowest.ms) Object.assign(slowest, { ms, what });
  counts[read === undefined ? 'refused' : 'read']++;
  return read;
}

async function checkAgain({ state, model, note }, what) {
  const extras = { ...(model === undefined ? {} : { model }), ...(note === undefined ? {} : { note }) };
  const files = await encodeCheckpoint(state, extras);
  const again = await decodeCheckpoint(files, 'x');
  const same = packCheckpoint(await encodeCheckpoint(again.state, extras));
  if (Buffer.compare(packCheckpoint(files), same) !== 0) throw new Error(`${what}: was read as something else`);
}

/** The largest and the most entangled that the limits let through, and some that they do not. */
function* giants() {
  const text = Buffer.from(body).toString();
  const put = (key, value) => () => {
    const line = new RegExp(`"${key}": .*,`);
    return new Map([...whole, [MANIFEST, seal(encoder.encode(text.replace(line, () => `"${key}": ${value},`)))]]);
  };
  const list = (piece, times) => `[${`${piece},`.repeat(times - 1)}${piece}]`;
  const keys = (value, times) => `{${Array.from({ length: times }, (_, at) => `"${at}a":${value}`).join()}}`;
  yield ['1,000,000 numbers', put('note', list('0', 999_000))];
  yield ['1,000,000 numbers and one more', put('note', list('0', 1_000_000))];
  yield ['500,000 empty lists', put('note', list('[]', 499_000))];
  yield ['200,000 keys', put('note', keys('0', 199_900))];
  yield ['200,000 keys and one more', put('note', keys('0', 200_001))];
  yield ['199,000 special numbers', put('note', list('{"$number":"NaN"}', 199_000))];
  yield ['495,000 epochs', put('history', `[{"names":["a"],"logs":${list('[0]', 495_000)}}]`)];
  yield ['99,000 epochs of other names', put('history', list('{"names":["a"],"logs":[[0]]}', 99_000))];
  yield ['66,000 steps', put('unreported', list('{"step":1,"rows":1,"loss":0}', 66_000))];
  yield ['199,000 callbacks', put('callbacks', keys('{}', 199_000))];
  yield ['19 MB of text', put('note', `"${'x'.repeat(19_000_000)}"`)];
  yield ['19 MB of escapes', put('note', `"${'\\u0000'.repeat(3_100_000)}"`)];
  yield ['19 MB of wide characters', put('note', `"${'∇'.repeat(6_300_000)}"`)];
  yield ['a key of 19 MB', put('note', `{"${'x'.repeat(19_000_000)}":0}`)];
  yield ['lists 60 deep', put('note', list(`${'['.repeat(60)}${']'.repeat(60)}`, 16_000))];
  yield ['no numbers but a list for the seed', put('run', `{"seed":${list('0', 999_000)}}`)];
  yield ['19 MB of spaces', put('note', ' '.repeat(19_000_000))];
  yield ['21 MB', put('note', ' '.repeat(21_000_000))];
  const entries = (times, shape) =>
    Array.from(
      { length: times },
      (_, at) => `"parameters/${at}":{"dtype":"F32","shape":${shape},"data_offsets":[0,0]}`,
    );
  const tensors = (json) => () => withTensors(withHeader(encoder.encode(json), new Uint8Array()));
  yield ['49,000 tensors', tensors(`{${entries(49_000, '[0]').join()}}`)];
  yield ['a tensor of 1,900,000 dimensions', tensors(`{${entries(1, list('0', 1_900_000))}}`)];
  yield ['199,000 entries of metadata', tensors(`{"__metadata__":${keys('""', 199_000)}}`)];
  yield ['lists for tensors', tensors(`{"a":${list('[]', 990_000)}}`)];
  yield ['11 MB of header', tensors(`{${' '.repeat(11_000_000)}}`)];
}

const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
const peak = () => process.resourceUsage().maxRSS * 1024;

/** Each in a process of its own, which has read nothing else: its peak is what reading took. */
async function readGiants() {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-giants-'));
  for (const [what, make] of giants()) {
    for (const [name, bytes] of make()) writeFileSync(join(folder, name), bytes);
    const { stdout } = await promisify(execFile)(process.execPath, [SELF, '--giant', folder]);
    console.log(`  ${what}: ${stdout.trim()}`);
  }
  rmSync(folder, { recursive: true });
}

async function readGiant(folder) {
  const files = new Map([MANIFEST, TENSORS].map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  await check(() => whole, 'warming up');
  const baseline = peak();
  slowest.ms = 0;
  const result = await check(() => files, folder);
  const read = result === undefined ? 'refused' : 'read';
  console.log(`${read}, ${slowest.ms.toFixed(0)} ms, ${megabytes(peak() - baseline)}`);
}

async function readMutated() {
  for (let warm = 0; warm < 2000; warm++) await check(KINDS['manifest, sealed'], 'warming up');
  Object.assign(counts, { read: 0, refused: 0 });
  Object.assign(slowest, { ms: 0, what: '' });
  const baseline = peak();
  const kinds = Object.keys(KINDS);
  for (let at = 0; at < CASES; at++) {
    const kind = kinds[at % kinds.length];
    const what = `case ${at}, ${kind}`;
    const read = await check(KINDS[kind], what);
    if (read !== undefined) await checkAgain(read, what);
  }
  const { read, refused } = counts;
  console.log(`${CASES} mutated checkpoints, seed ${values.seed}: ${read} read, ${refused} refused by a typed error`);
  console.log(`slowest ${slowest.ms.toFixed(0)} ms (${slowest.what}), peak ${megabytes(peak() - baseline)} above`);
}

if (values.giant !== undefined) await readGiant(values.giant);
else {
  await readMutated();
  if (!values.small) await readGiants();
}
