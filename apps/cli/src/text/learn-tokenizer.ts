/** Makes the tokenizer of a text: the one that the settings name, or one that suits the text. */
import type { Hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { usageError } from '@nablajs/command-line';
import {
  type CharacterForm,
  createTokenizer,
  learnBPE,
  learnCharacters,
  readTokenizerJson,
  type Tokenizer,
  type TokenizerForm,
} from '@nablajs/datasets';
import { openFile } from '../data/data-kind.js';
import type { TrainSettings } from '../settings/settings.js';

const TOKENIZER_KINDS = 'characters, bytes, bpe, or the path of a tokenizer.json';
/** A text with more different characters is learned as parts of words. */
const MOST_CHARACTERS = 1000;

/** What model.json and the manifest of a checkpoint can hold, less room for the rest of them. */
const [MOST_BYTES, MOST_KEYS, INDENT] = [18_000_000, 180_000, 10];

interface LearnedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly notes: readonly string[];
}

/** Throws a NablaError of code `data` for an empty text or a wrong tokenizer.json, which `hash` gets. */
export async function learnTokenizer(
  book: Blob,
  { tokenizer: chosen, vocabulary }: Pick<TrainSettings, 'tokenizer' | 'vocabulary'>,
  { name, hash }: { readonly name: string; readonly hash: Hash },
): Promise<LearnedTokenizer> {
  if (chosen === 'bytes') return { tokenizer: await createTokenizer({ type: 'bytes' }), notes: [] };
  if (chosen === 'bpe') return { tokenizer: await learnParts(book, name, vocabulary), notes: [] };
  if (chosen !== undefined && chosen !== 'characters') {
    if (!existsSync(chosen)) {
      throw usageError(`--tokenizer: expected ${TOKENIZER_KINDS}. Received ${chosen}, which does not exist.`);
    }
    const file = await openFile(chosen, TOKENIZER_KINDS);
    const form = await readTokenizerJson(file, basename(chosen));
    checkFits(form, chosen);
    hash.update(new Uint8Array(await file.arrayBuffer()));
    return { tokenizer: await createTokenizer(form), notes: [] };
  }
  const form = await learnCharacters(book, { name });
  const count = [...form.characters].length;
  const notes = notesOn(form, name);
  if (chosen === undefined && count > MOST_CHARACTERS) {
    const reason = `${name} has more than ${MOST_CHARACTERS.toLocaleString('en-US')} different characters`;
    return { tokenizer: await learnParts(book, name), notes: [...notes, `${reason}, so the tokenizer is bpe.`] };
  }
  return { tokenizer: await createTokenizer(form), notes };
}

/** Throws if a model or a checkpoint could not keep the tokenizer, before hours of training. */
function checkFits(form: TokenizerForm, path: string): void {
  const lines = JSON.stringify(form, undefined, 2);
  // Inside of model.json they are indented further.
  const bytes = Buffer.byteLength(lines) + INDENT * lines.split('\n').length;
  if (bytes <= MOST_BYTES && (lines.match(/":/g)?.length ?? 0) <= MOST_KEYS) return;
  throw usageError(
    `--tokenizer: ${path} is too large to be kept in a model, which holds ${MOST_BYTES / 1e6} MB of it and ` +
      `${MOST_KEYS.toLocaleString('en-US')} tokens. Use a smaller one, or --tokenizer bpe.`,
  );
}

async function learnParts(book: Blob, name: string, maxTokens?: number): Promise<Tokenizer> {
  return await createTokenizer(await learnBPE(book, { name, ...(maxTokens !== undefined && { maxTokens }) }));
}

function notesOn({ characters }: CharacterForm, name: string): string[] {
  if (!characters.includes('\uFFFD')) return [];
  return [`${name}: not all of it is UTF-8; the rest is read as U+FFFD. Save it as UTF-8, or use --tokenizer bytes.`];
}
