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

/** Reads `modules.json` and the config of the pooling. A plain encoder has neither: the mean of its tokens. */
export async function readPooling(read: ReadFile): Promise<SentencePooling> {
  const list = await readJson(read, 'modules.json');
  if (list === undefined) return { pooling: 'mean', normalize: false };
  const modules = Array.isArray(list) ? list.filter(isJson) : [];
  const kindOf = ({ type }: Json): string => `${type}`.replace(/^.*\./, '');
  const other = modules.map(kindOf).find((kind) => !['Transformer', 'Pooling', 'Normalize'].includes(kind));
  if (other !== undefined) throw fail(`a module of type ${other} is not supported`);
  const normalize = modules.some((module) => kindOf(module) === 'Normalize');
  const place = modules.find((module) => kindOf(module) === 'Pooling');
  const path = typeof place?.['path'] === 'string' ? place['path'] : '1_Pooling';
  const config = (await readObject(read, `${path}/config.json`)) ?? {};
  const modes = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const mode = `${modes}`;
  if (mode === 'pooling_mode_cls_token') return { pooling: 'cls', normalize };
  if (mode === 'pooling_mode_mean_tokens' || mode === '') return { pooling: 'mean', normalize };
  throw fail(`expected the mean of the tokens, or the first one, as pooling. Received ${mode}`);
}

/** Reads how a text becomes tokens. `room` is how many positions the encoder has. */
export async function readSentences(read: ReadFile, config: Json, room: number): Promise<SentenceForm> {
  const bytes = await read('tokenizer.json');
  if (bytes === undefined) throw fail('expected a tokenizer.json in the folder. Received none');
  const text = new TextDecoder().decode(bytes);
  const tokenizer = await readTokenizerJson(text);
  const own = await readObject(read, 'sentence_bert_config.json');
  const { before, after } = aroundText((JSON.parse(text) as Json)['post_processor']);
  const isRoberta = `${config['model_type']}`.includes('roberta');
  return {
    ...{ type: 'sentences', tokenizer, before, after },
    padding: wholeOr(config['pad_token_id'], isRoberta ? 1 : 0),
    length: Math.min(wholeOr(own?.['max_seq_length'], room), room, MAX_SENTENCE_TOKENS),
  };
}

const wholeOr = (value: unknown, other: number): number => (Number.isSafeInteger(value) ? (value as number) : other);

/** Which tokens a post-processor of `tokenizer.json` puts before a text, and after it. */
function aroundText(value: unknown): Pick<SentenceForm, 'before' | 'after'> {
  if (value === null || value === undefined) return { before: [], after: [] };
  const processor = isJson(value) ? value : {};
  const { type, cls, sep } = processor;
  if (type === 'BertProcessing' || type === 'RobertaProcessing') {
    return { before: [idOf(cls)], after: [idOf(sep)] };
  }
  if (type === 'Sequence' && Array.isArray(processor['processors'])) {
    const found = processor['processors'].filter((one) => isJson(one) && one['type'] !== 'ByteLevel');
    if (found.length <= 1) return aroundText(found[0]);
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
