/** Reads what the folder of a sentence model says about its tokens and its vectors. */
import { NablaError } from '@nablajs/core';
import { MAX_SENTENCE_TOKENS, readTokenizerJson, type SentenceForm } from '@nablajs/datasets';
import type { Pooling, PretrainedConfig } from '@nablajs/interchange';

/** Returns the bytes of a file in the folder of a model, such as `1_Pooling/config.json`; undefined if it has none. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

/** A JSON object. */
export type Json = PretrainedConfig;

/** What comes behind the encoder. */
export interface SentencePooling {
  readonly pooling: Exclude<Pooling, 'none'>;
  readonly normalize: boolean;
}

export const fail = (problem: string): NablaError => new NablaError('argument', `readSentenceModel: ${problem}.`);

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a file of JSON; undefined if it is not there. */
async function readJson(read: ReadFile, path: string): Promise<unknown> {
  const bytes = await read(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new NablaError('data', `${path}: expected JSON. Received something else; it is damaged.`, { cause });
  }
}

/** Reads an object; undefined if the file is not there. */
export async function readObject(read: ReadFile, path: string): Promise<Json | undefined> {
  const value = await readJson(read, path);
  if (value === undefined || isJson(value)) return value;
  throw new NablaError('data', `${path}: expected an object. Received another value; it is damaged.`);
}

/** A folder inside that of the model. Files must not lead `read` elsewhere. */
const FOLDER = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;
const KINDS: readonly string[] = ['Transformer', 'Pooling', 'Normalize'];

/** Reads `modules.json` and the config of the pooling. A plain encoder has neither: the mean of its tokens. */
export async function readPooling(read: ReadFile): Promise<SentencePooling> {
  const list = await readJson(read, 'modules.json');
  if (list === undefined) return { pooling: 'mean', normalize: false };
  if (!(Array.isArray(list) && list.every(isJson))) {
    throw new NablaError('data', 'modules.json: expected a list of modules. Received another value; it is damaged.');
  }
  const kindOf = ({ type }: Json): string => `${type}`.replace(/^.*\./, '');
  const other = list.map(kindOf).find((kind) => !KINDS.includes(kind));
  if (other !== undefined) throw fail(`a module of type ${other} is not supported`);
  const places = list.filter((module) => kindOf(module) === 'Pooling').map(({ path }) => path);
  if (places.length !== 1) throw fail(`expected one module of type Pooling in modules.json. Received ${places.length}`);
  const normalize = list.some((module) => kindOf(module) === 'Normalize');
  return { pooling: await readMode(read, places[0]), normalize };
}

const MODES: Readonly<Record<string, SentencePooling['pooling']>> = {
  ...{ mean: 'mean', pooling_mode_mean_tokens: 'mean' },
  ...{ cls: 'cls', pooling_mode_cls_token: 'cls' },
};

/** Reads which vectors of the tokens are pooled, as `sentence-transformers` does. `folder`: where its config is. */
async function readMode(read: ReadFile, folder: unknown): Promise<SentencePooling['pooling']> {
  if (!(typeof folder === 'string' && FOLDER.test(folder))) {
    throw fail(
      `expected a folder of the model, such as 1_Pooling, in modules.json. Received ${JSON.stringify(folder)}`,
    );
  }
  const config = await readObject(read, `${folder}/config.json`);
  if (config === undefined) throw fail(`modules.json names ${folder}/config.json, and it is not there`);
  const { pooling_mode: named, pooling_mode_mean_tokens: mean = true } = config;
  // Without a name, each kind has a flag; that of the mean is true unless the file says otherwise.
  const flags = Object.entries({ ...config, pooling_mode_mean_tokens: mean });
  const set = flags.filter(([key, value]) => key.startsWith('pooling_mode_') && value !== false).map(([key]) => key);
  const mode = typeof named === 'string' ? named : `${named ?? set}`;
  const pooling = Object.hasOwn(MODES, mode) && !Array.isArray(named) ? MODES[mode] : undefined;
  if (pooling !== undefined) return pooling;
  throw fail(`expected the mean of the tokens, or the first one, as pooling. Received ${mode || 'none'}`);
}

/** Reads how a text becomes tokens. `room` is how many positions the encoder has. */
export async function readSentences(read: ReadFile, config: Json, room: number): Promise<SentenceForm> {
  const bytes = await read('tokenizer.json');
  if (bytes === undefined) throw fail('expected a tokenizer.json in the folder. Received none');
  const text = new TextDecoder().decode(bytes);
  const tokenizer = await readTokenizerJson(text);
  const own = await readObject(read, 'sentence_bert_config.json');
  if ((own?.['do_lower_case'] ?? false) !== false && !lowercases(tokenizer.tokenizer.normalizer)) {
    throw fail('do_lower_case in sentence_bert_config.json needs a tokenizer.json that makes letters lowercase');
  }
  const { before, after } = aroundText((JSON.parse(text) as Json)['post_processor']);
  const isRoberta = `${config['model_type']}`.includes('roberta');
  return {
    ...{ type: 'sentences', tokenizer, before, after },
    padding: wholeOr(config['pad_token_id'], isRoberta ? 1 : 0),
    length: Math.min(wholeOr(own?.['max_seq_length'], room), room, MAX_SENTENCE_TOKENS),
  };
}

const wholeOr = (value: unknown, other: number): number => (Number.isSafeInteger(value) ? (value as number) : other);

/** Whether a normalizer of `tokenizer.json`, which `readTokenizerJson` has checked, makes letters lowercase. */
function lowercases(normalizer: unknown): boolean {
  if (!isJson(normalizer)) return false;
  const { type, lowercase, normalizers } = normalizer;
  if (Array.isArray(normalizers)) return normalizers.some(lowercases);
  return type === 'Lowercase' || (type === 'BertNormalizer' && lowercase === true);
}

/** How many sequences of post-processors may be inside each other. */
const MOST_LEVELS = 4;

/** Which tokens a post-processor of `tokenizer.json` puts before a text, and after it. */
function aroundText(value: unknown, level = 0): Pick<SentenceForm, 'before' | 'after'> {
  if (value === null || value === undefined) return { before: [], after: [] };
  const processor = isJson(value) ? value : {};
  const { type, cls, sep } = processor;
  if (type === 'BertProcessing' || type === 'RobertaProcessing') {
    return { before: [idOf(cls)], after: [idOf(sep)] };
  }
  if (type === 'Sequence' && Array.isArray(processor['processors']) && level < MOST_LEVELS) {
    const found = processor['processors'].filter((one) => isJson(one) && one['type'] !== 'ByteLevel');
    if (found.length <= 1) return aroundText(found[0], level + 1);
  }
  if (type === 'ByteLevel') return { before: [], after: [] };
  if (type === 'TemplateProcessing') return aroundTemplate(processor);
  throw fail(`post_processor ${String(type)} in tokenizer.json is not supported`);
}

/** `["[CLS]", 101]`. */
function idOf(value: unknown): number {
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  if (Number.isSafeInteger(id)) return id as number;
  throw fail('expected the numbers of special tokens in the post_processor of tokenizer.json');
}

function aroundTemplate({ single, special_tokens: specials }: Json): Pick<SentenceForm, 'before' | 'after'> {
  const parts = (Array.isArray(single) ? single : []).filter(isJson);
  const text = parts.findIndex((part) => 'Sequence' in part);
  const idsOf = ({ SpecialToken: token }: Json): number[] => {
    const name = isJson(token) ? `${token['id']}` : '';
    const found = isJson(specials) && Object.hasOwn(specials, name) ? specials[name] : undefined;
    const ids = isJson(found) ? found['ids'] : undefined;
    if (Array.isArray(ids) && ids.every(Number.isSafeInteger)) return ids;
    throw fail('expected the numbers of special tokens in the post_processor of tokenizer.json');
  };
  if (text < 0) throw fail('expected a template with the text in the post_processor of tokenizer.json');
  return { before: parts.slice(0, text).flatMap(idsOf), after: parts.slice(text + 1).flatMap(idsOf) };
}
