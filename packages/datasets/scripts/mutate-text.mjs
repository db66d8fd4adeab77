// Reads each tokenizer.json of the tests' fixtures with random changes, and encodes random text with it. Each must
// work, or throw a typed error of one line. Then learns tokenizers from hostile texts, and encodes these. Reports the
// slowest, and how far memory rose. Needs the built package (npm run build).
//
//   node packages/datasets/scripts/mutate-text.mjs [--cases 20000] [--seed 1] [--line 1000000000]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isNablaError, Random } from '@nablajs/core';
import { createTokenizer, learnBPE, learnCharacters, readTokenizerJson, textDataset } from '../dist/index.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    line: { type: 'string', default: '1000000000' },
  },
});
const random = new Random(Number(values.seed));
const below = (limit) => random.integer(limit);
const pick = (list) => list[below(list.length)];
const FIXTURES = JSON.parse(readFileSync(new URL('../test/fixtures/text.json', import.meta.url), 'utf8')).files;

const LEAVES = [
  ...[null, true, false, -1, 0, 1, 0.5, 3e9, 1e300, '', 'a', ' ', '\uD800', '\0', '__proto__', 'a b', [], {}, [[]]],
  ...['x'.repeat(2000), 'Replace', 'Split', 'Sequence', 'ByteLevel', 'Metaspace', 'BertNormalizer', 'NFKD', 'Strip'],
  ...['WordPiece', 'Unigram', 'BPE', 'always', 'Isolated', 'Removed', Array(3).fill({ type: 'Strip' })],
  ...[{ String: 'a' }, { String: ' ' }, { Regex: '\\s+' }, { Regex: '(a*)*b' }, { type: 'NFC' }, { type: 'Lowercase' }],
  ...[
    { type: 'WhitespaceSplit' },
    { type: 'Digits' },
    { type: 'Punctuation' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
  ],
  { type: 'Replace', pattern: { String: 'a' }, content: 'b' },
  { type: 'Split', pattern: { Regex: '\\s+' }, behavior: 'Removed', invert: true },
  { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '  ' }, { type: 'NFKD' }] },
];

/** Replaces, removes or adds a value at a random place, most often near the top. */
function mutate(value) {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || below(8) === 0) return pick(LEAVES);
  const key = pick(keys);
  if (Array.isArray(value)) return value.map((item, at) => (`${at}` === key ? mutate(item) : item));
  const { [key]: item, ...rest } = value;
  if (below(10) === 0) return rest;
  return {
    ...rest,
    [below(20) === 0 ? pick(['type', 'normalizers', 'pretokenizers', '__proto__x']) : key]: mutate(item),
  };
}

const ALPHABETS = [
  'abcde ',
  'aA bB\n',
  '  \n\t\r',
  '日本語東京 ',
  'áéíİǅ ﷺﬁ',
  '😀👨‍👩‍👧 ☃',
  '\'"!?.,-()<>',
  '\0\u0001\u200b\ufeff',
  '0123 45',
];

function text() {
  const length = below(4) === 0 ? 9000 : below(200);
  const alphabet = [...pick(ALPHABETS), ...pick(ALPHABETS)];
  return Array.from({ length }, () => pick(alphabet)).join('');
}

const slowest = { milliseconds: 0, what: '' };
function timed(what, start) {
  const milliseconds = performance.now() - start;
  if (milliseconds > slowest.milliseconds) Object.assign(slowest, { milliseconds, what });
}

async function tryFile() {
  let file = structuredClone(pick(FIXTURES).file);
  for (let count = 1 + below(3); count > 0; count--) file = mutate(file);
  const start = performance.now();
  try {
    const tokenizer = await createTokenizer(await readTokenizerJson(JSON.stringify(file ?? null)));
    for (let i = 0; i < 3; i++) {
      const tokens = tokenizer.encode(text());
      if (!tokens.every((token) => token >= 0 && token < tokenizer.size)) throw new Error('a token out of range');
      tokenizer.decode(tokens);
    }
    return true;
  } catch (error) {
    const isClear = isNablaError(error) && error.code === 'data' && !error.message.includes('\n');
    if (!isClear) throw new Error(`${JSON.stringify(file).slice(0, 2000)}`, { cause: error });
    return false;
  } finally {
    timed('a tokenizer.json', start);
  }
}

const CASES = Number(values.cases);
let working = 0;
for (let at = 0; at < CASES; at++) working += (await tryFile()) ? 1 : 0;
console.log(
  `${CASES} tokenizer.json: ${working} work; slowest ${slowest.milliseconds.toFixed(0)} ms (${slowest.what})`,
);

const repeated = (byte, length) => {
  const part = new Uint8Array(1 << 20).fill(byte);
  return new Blob(Array.from({ length: Math.ceil(length / part.length) }, () => part));
};
const TEXTS = {
  'one long line': () => repeated(97, Number(values.line)),
  spaces: () => repeated(32, 1e8),
  NUL: () => repeated(0, 1e8),
  'a million words': () =>
    new Blob([Array.from({ length: 1.2e6 }, (_, i) => Math.imul(i, 2654435761) >>> 0).join(' ')]),
  'random bytes': () => new Blob([Uint8Array.from({ length: 8e6 }, () => below(256))]),
  'all characters': () =>
    new Blob([
      Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))
        .join('')
        .toWellFormed(),
    ]),
  'right to left': () => new Blob(['مرحبا بالعالم שלום \u202e'.repeat(1e5)]),
  emoji: () => new Blob(['😀👨‍👩‍👧‍👦🏳️‍🌈'.repeat(1e5)]),
};
for (const [name, make] of Object.entries(TEXTS)) {
  const blob = make();
  for (const learn of [learnCharacters, (one) => learnBPE(one, { maxTokens: 8192 })]) {
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const tokenizer = await createTokenizer(await learn(blob));
    const { train } = await textDataset(blob, tokenizer, { context: 16 });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const rise = ((process.memoryUsage().rss - before) / 1e6).toFixed(0);
    const what = `${tokenizer.form.type}, ${tokenizer.size} tokens, ${train.length} examples`;
    console.log(`${name} (${(blob.size / 1e6).toFixed(0)} MB): ${what}, ${seconds} s, ${rise} MB more`);
  }
}
