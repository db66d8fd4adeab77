/** Checks the normalizers, pre-tokenizers and decoders of a `tokenizer.json`. No text may grow without limit. */
import { type Fail, type Json, readFlag, readList, readRecord, readText } from './json-values.js';

type Reader = (value: unknown, at: string, fail: Fail) => unknown;

/** For each type, the reader of each of its options. Others have no effect. */
type Types = Readonly<Record<string, Readonly<Record<string, Reader>>>>;

const flag: Reader = readFlag;
const text =
  (most: number): Reader =>
  (value, at, fail) =>
    value === '' ? '' : readText(value, at, most, fail);
const count: Reader = (value, at, fail) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 64 ? value : fail(at, '0 to 64');
const oneOf =
  (...values: readonly string[]): Reader =>
  (value, at, fail) =>
    typeof value === 'string' && values.includes(value) ? value : fail(at, values.join(', '));

/** One character that is not white space. */
const mark: Reader = (value, at, fail) =>
  typeof value === 'string' && /^\S$/u.test(value) ? value : fail(at, 'one character');

const CASELESS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const WHITE = '\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const [UPPER, LOWER] = ['[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]', '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]'];
const START = '[^\\r\\n\\p{L}\\p{N}]?';

/** The regular expressions of well-known tokenizers. Others might not end: JavaScript cannot stop them. */
const PATTERNS: readonly string[] = [
  ...['\\s', '\\s+', ' {2,}', ' +', '\\d', '\\d+', '[0-9]', '\\p{N}', '\\p{N}+', '\\p{N}{1,3}', '[\\r\\n]'],
  // GPT-2
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  // GPT-4 and Llama 3; Qwen
  `${CASELESS}|${START}\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${WHITE}`,
  `${CASELESS}|${START}\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${WHITE}`,
  // GPT-4o
  `${START}${UPPER}*${LOWER}+${CASELESS}?|${START}${UPPER}+${LOWER}*${CASELESS}?|\\p{N}{1,3}` +
    `| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${WHITE}`,
  // DeepSeek
  '[一-龥぀-ゟ゠-ヿ]+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+' +
    `| ?[\\p{P}\\p{S}]+[\\r\\n]*|${WHITE}`,
  // BLOOM, CLIP
  ' ?[^(\\s|[.,!?…。，、।۔،])]+',
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
];

const pattern: Reader = (value, at, fail) => {
  const { String: literal, Regex: regex } = readRecord(value, at, fail);
  if (regex === undefined) return { String: readText(literal, `${at}.String`, 64, fail) };
  const shown = typeof regex === 'string' ? regex.replaceAll('\r', '\\r').replaceAll('\n', '\\n') : '';
  if (PATTERNS.includes(shown)) return { Regex: shown };
  return fail(`${at}.Regex`, 'a regular expression of a well-known tokenizer', 'another one, which might never end');
};

const NORMALIZERS: Types = {
  BertNormalizer: {
    clean_text: flag,
    handle_chinese_chars: flag,
    strip_accents: (value, at, fail) => (value === null ? null : readFlag(value, at, fail)),
    lowercase: flag,
  },
  Precompiled: {},
  Replace: { pattern, content: text(64) },
  ...{ NFC: {}, NFD: {}, NFKC: {}, NFKD: {}, StripAccents: {}, Lowercase: {} },
  Strip: { strip_left: flag, strip_right: flag },
  Prepend: { prepend: text(8) },
};

const BEHAVIORS = oneOf('Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous');

const PRE_TOKENIZERS: Types = {
  ...{ BertPreTokenizer: {}, Whitespace: {}, WhitespaceSplit: {} },
  Metaspace: { replacement: mark, prepend_scheme: oneOf('always', 'first', 'never'), add_prefix_space: flag },
  ByteLevel: { add_prefix_space: flag, trim_offsets: flag, use_regex: flag },
  Split: { pattern, behavior: BEHAVIORS, invert: flag },
  Punctuation: { behavior: BEHAVIORS },
  Digits: { individual_digits: flag },
};

const DECODERS: Types = {
  ...{ ByteLevel: {}, ByteFallback: {}, Fuse: {} },
  WordPiece: { prefix: text(64), cleanup: flag },
  Metaspace: { replacement: mark, prepend_scheme: oneOf('always', 'first', 'never'), add_prefix_space: flag },
  BPEDecoder: { suffix: text(64) },
  Replace: { pattern, content: text(64) },
  Strip: { content: text(64), start: count, stop: count },
};

const REPEATABLE = ['Replace', 'Split', 'Strip', 'Sequence'];
const MAX_COMPONENTS = 16;
const MAX_DEPTH = 4;

export const readNormalizer = (value: unknown, fail: Fail): Json | null =>
  readComponent(value, 'normalizer', NORMALIZERS, 'normalizers', fail);

export const readPreTokenizer = (value: unknown, fail: Fail): Json | null =>
  readComponent(value, 'pre_tokenizer', PRE_TOKENIZERS, 'pretokenizers', fail);

export const readDecoder = (value: unknown, fail: Fail): Json | null =>
  readComponent(value, 'decoder', DECODERS, 'decoders', fail);

/** Reads a component or a sequence of them. `list` is the key of a sequence. */
function readComponent(value: unknown, place: string, types: Types, list: string, fail: Fail): Json | null {
  const seen: string[] = [];
  const read = (item: unknown, at: string, depth: number): Json => {
    const component = readRecord(item, at, fail);
    const { type } = component;
    if (typeof type !== 'string' || (type !== 'Sequence' && !Object.hasOwn(types, type))) {
      return fail(`${at}.type`, `Sequence, ${Object.keys(types).join(', ')}`);
    }
    if (seen.includes(type) && !REPEATABLE.includes(type)) fail(at, `${type} only once`, 'it again');
    if (seen.push(type) > MAX_COMPONENTS || depth > MAX_DEPTH) fail(at, `at most ${MAX_COMPONENTS} parts`, 'more');
    if (type === 'Sequence') {
      const items = readList(component[list], `${at}.${list}`, MAX_COMPONENTS, fail);
      return { type, [list]: items.map((one, index) => read(one, `${at}.${list}.${index}`, depth + 1)) };
    }
    const options = Object.entries(types[type] ?? {}).filter(([key]) => component[key] !== undefined);
    return checkReplace(
      {
        type,
        ...Object.fromEntries(options.map(([key, reader]) => [key, reader(component[key], `${at}.${key}`, fail)])),
      },
      at,
      fail,
    );
  };
  return value === undefined || value === null ? null : read(value, place, 0);
}

/** A text must not grow by what replaces parts of it. */
function checkReplace(component: Json, at: string, fail: Fail): Json {
  const { type, content = '', pattern: found } = component;
  if (type !== 'Replace' && type !== 'Split') return component;
  if (found === undefined) return fail(`${at}.pattern`, 'a pattern');
  const { String: literal } = found as { readonly String?: string };
  const most = literal === undefined ? 1 : literal.length;
  return (content as string).length <= most ? component : fail(`${at}.content`, `at most ${most} characters`);
}
