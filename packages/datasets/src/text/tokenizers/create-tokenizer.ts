import { BPETokenizer } from './bpe-tokenizer.js';
import { ByteTokenizer } from './byte-tokenizer.js';
import { CharacterTokenizer } from './character-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import { readTokenizerForm, type TokenizerForm } from './tokenizer-form.js';

/**
 * Makes the tokenizer that a form describes: `{ type: 'bytes' }`, or what `learnCharacters`, `learnBPE` or
 * `readTokenizerJson` returned. The last one loads the package `@huggingface/tokenizers`.
 *
 * @throws NablaError `data` if the form is not valid.
 *
 * @example
 * ```ts
 * const tokenizer = await createTokenizer({ type: 'bytes' });
 * console.log(tokenizer.encode('naïve')); // 6 bytes
 * ```
 */
export async function createTokenizer(form: TokenizerForm): Promise<Tokenizer> {
  const checked = readTokenizerForm(form, 'createTokenizer');
  if (checked.type === 'bytes') return new ByteTokenizer();
  if (checked.type === 'characters') return new CharacterTokenizer(checked);
  if (checked.type === 'bpe') return new BPETokenizer(checked);
  const { loadJsonTokenizer } = await import('./json/json-tokenizer.js');
  return await loadJsonTokenizer(checked);
}
