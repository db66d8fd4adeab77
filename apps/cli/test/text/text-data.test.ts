/** How a text becomes training data. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTrainingData } from '../../src/data/load-training-data.js';
import type { TrainingData } from '../../src/data/training-data.js';
import type { TrainSettings } from '../../src/settings/settings.js';
import { loadTestText } from '../../src/text/text-data.js';
import { csv } from '../helpers/points.js';
import { trainStart } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { sentences } from './book.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Loads the first of the files. */
async function load(files: Files, settings: Partial<TrainSettings> = {}): Promise<TrainingData & { folder: string }> {
  const folder = temporaryFolder(files);
  const data = join(folder, Object.keys(files)[0] as string);
  const gpt = { preset: 'gpt', context: 16, batchSize: 8, validation: 0.1, hidden: [], data } as const;
  const loaded = await loadTrainingData({ ...trainStart.settings, ...gpt, ...settings }, { name: 'none' });
  return { ...loaded, folder };
}

it('reads what is not UTF-8 with a note, or as bytes', async () => {
  const latin = Buffer.from('caf\u00e9 '.repeat(60), 'latin1');
  const { notes, task } = await load({ 'latin.txt': latin });
  expect(notes).toEqual([
    'latin.txt: not all of it is UTF-8; the rest is read as U+FFFD. Save it as UTF-8, or use --tokenizer bytes.',
  ]);
  // c, a, f, the replacement, a space, and all others.
  expect(task).toMatchObject({ kind: 'text', vocabulary: 6 });
  const bytes = await load({ 'latin.txt': latin }, { tokenizer: 'bytes' });
  expect([bytes.notes, bytes.task]).toEqual([[], { kind: 'text', vocabulary: 256, context: 16 }]);
});

it('learns a text of many different characters as parts of words, unless you choose', async () => {
  const text = Array.from({ length: 3000 }, (_, at) => String.fromCodePoint(0x4e00 + (at % 1500))).join('');
  const { notes, form } = await load({ 'many.txt': text });
  expect(notes).toEqual(['many.txt has more than 1,000 different characters, so the tokenizer is bpe.']);
  expect(form).toMatchObject({ type: 'text', tokenizer: { type: 'bpe' } });
  const chosen = await load({ 'many.txt': text }, { tokenizer: 'characters' });
  expect([chosen.notes, chosen.task]).toEqual([[], { kind: 'text', vocabulary: 1501, context: 16 }]);
});

it('says when a text looks like a table', async () => {
  const note = 'rows.txt is learned as a text. It looks like a table: if it is one, use --target COLUMN.';
  expect((await load({ 'rows.txt': csv(['x', 'side']) })).notes).toEqual([note]);
  expect((await load({ 'rows.txt': csv(['x', 'side']).replaceAll(',', '\t') })).notes).toEqual([note]);
  expect((await load({ 'prose.txt': 'One, two.\nThree.\nFour, five, six.\n'.repeat(20) })).notes).toEqual([]);
});

it('draws examples for 200 steps, and holds out the last tenth', async () => {
  const text = sentences(100);
  const { train, validation, test, shape, text: part } = await load({ 'book.md': text });
  const held = Math.floor(text.length / 10);
  expect(train.length).toBe(1600);
  expect(shape).toMatchObject({ trainTokens: text.length - held, testTokens: held, tokenizer: 'characters' });
  expect([validation.length, test.length]).toEqual([Math.ceil(held / 16), Math.ceil(held / 16)]);
  const { y } = await test.batch(Int32Array.of(0));
  const first = part?.tokenizer.decode((y as { data: Int32Array }).data);
  expect(first).toBe(text.slice(text.length - held, text.length - held + 16));
  expect(part?.tokenizer.decode(part.prompt)).toBe(text.slice(text.length - held - 1, text.length - held + 3));
});

it('tests evenly spaced examples of a long text', async () => {
  const text = 'abcdefgh'.repeat(150_000);
  const loaded = await load({ 'long.txt': text }, { context: 4 });
  const held = 120_000 / 4;
  expect(loaded.test.length).toBe(held);
  expect(loaded.validation.length).toBe(32_768 / 4);
  const places = [0, 1, 8191];
  const spaced = await loaded.validation.batch(Int32Array.from(places));
  const all = await loaded.test.batch(Int32Array.from(places, (at) => Math.floor((at * held) / 8192)));
  expect(spaced.x).toEqual(all.x);
  const form = loaded.form as unknown as Parameters<typeof loadTestText>[1]['form'];
  const tokenizer = loaded.text?.tokenizer as Parameters<typeof loadTestText>[1]['tokenizer'];
  const path = join(loaded.folder, 'long.txt');
  const whole = await loadTestText(path, { form, tokenizer });
  expect(whole.test.length).toBe(2 ** 20 / 4);
  expect(whole.notes).toEqual(['Of the 1,199,996 tokens that are held out, 1,048,576 are tested, evenly spaced.']);
  const kept = await loadTestText(path, { form, tokenizer }, { validation: 0.1 });
  expect([kept.test.length, kept.notes]).toEqual([held, []]);
});

it('can hold out another text, and has a digest of both', async () => {
  const files = { 'book.txt': sentences(50), 'other.txt': sentences(9, 2), 'book2.txt': sentences(50, 3) };
  const digest = async (settings: Partial<TrainSettings>, own: Files = files): Promise<string> =>
    (await load(own, settings)).digest();
  const first = await digest({});
  expect(await digest({})).toBe(first);
  expect(await digest({}, { ...files, 'book.txt': `${files['book.txt']}.` })).not.toBe(first);
  const folder = temporaryFolder(files);
  const other = await digest({ validation: join(folder, 'other.txt') });
  const odd = await load(files, { validation: join(temporaryFolder({ 'odd.txt': `${sentences(9)}ü` }), 'odd.txt') });
  expect(odd.notes).toEqual(['odd.txt: the model does not know 1 of its characters: ü']);
  expect(odd.shape).toMatchObject({ testTokens: Math.floor(sentences(9).length / 16) * 16 });
  expect(other).not.toBe(first);
  expect(await digest({ validation: join(folder, 'book2.txt') })).not.toBe(other);
});
