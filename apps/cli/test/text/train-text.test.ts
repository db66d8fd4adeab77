/** `nabla train` on a text, and what other commands do with the model. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadModel, saveModel } from '@nablajs/checkpoint';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { csv } from '../helpers/points.js';
import { nablaHere } from '../helpers/run-here.js';
import { type JsonEvent, jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { folderWithBook, QUICK, sentences, shortEpochs, TINY } from './book.js';

const withoutSeconds = (events: readonly JsonEvent[]): unknown[] =>
  events.map(({ seconds, run, out, ...rest }) => rest);

const otherText = `${sentences(50, 2)}é!`;

describe('a model that learned a text', () => {
  let folder: string;
  let events: readonly JsonEvent[];
  const nabla = (...args: string[]) => nablaHere(args, { cwd: folder });

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'nabla-cli-')));
    writeFileSync(join(folder, 'book.txt'), sentences(250));
    writeFileSync(join(folder, 'other.txt'), otherText);
    const args = ['train', 'book.txt', ...TINY, '--epochs', '2', '--learning-rate', '0.015', '--batch-size', '4'];
    const result = await nabla(...args, '--run', 'run', '--out', 'model', '--json', '--tensorboard');
    expect([result.code, result.stderr]).toEqual([0, expect.stringContaining('Saved the model in')]);
    events = jsonLines(result);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is trained in epochs of 200 steps, and tested on the last tenth', () => {
    const [start, first, second, done] = events;
    const { length } = sentences(250);
    const held = Math.floor(length * 0.1);
    expect(start).toMatchObject({
      ...{ event: 'start', preset: 'gpt', rows: 800, tokenizer: 'characters', context: 16 },
      ...{ blocks: 1, width: 16, heads: 2 },
      ...{ trainTokens: length - held, testTokens: held, optimizer: 'adamw', clipNorm: 1, earlyStopping: 5 },
      vocabulary: new Set(sentences(250)).size + 1,
    });
    expect(first).toMatchObject({ event: 'epoch-end', epoch: 1, epochs: 2 });
    for (const event of [first, second]) {
      expect(event?.['perplexity']).toBeCloseTo(Math.exp(event?.['heldOutLoss'] as number), 6);
      // 4 tokens of the held-out text, and 100 more.
      expect(event?.['sample']).toHaveLength(104);
    }
    expect(done).toMatchObject({ event: 'done', epochs: 2, tokens: held, epochChosen: true, aborted: false });
    // A sentence has log(3 * 4 * 3 * 3) = 4.7 nats, and about 20 characters.
    expect(done?.['testLoss']).toBeLessThan(0.5);
    expect(done?.['testLoss']).toBeGreaterThan(0.23);
    expect(done?.['perplexity']).toBeCloseTo(Math.exp(done?.['testLoss'] as number), 6);
    expect(events).toHaveLength(4);
  });

  it('is tested again with the same numbers, and on another text', async () => {
    const done = events.at(-1);
    const numbers = { loss: done?.['testLoss'], accuracy: done?.['testAccuracy'], tokens: done?.['tokens'] };
    const [same] = jsonLines(await nabla('evaluate', 'model', '--backend', 'wasm', '--json'));
    expect(same).toMatchObject({ ...numbers, epochChosen: true });
    const evaluated = await nabla('evaluate', 'run', '--data', 'other.txt', '--backend', 'wasm', '--json');
    expect(evaluated.stderr).toContain('other.txt: the model does not know 2 of its characters: ! é\n');
    const [other] = jsonLines(evaluated);
    expect(other?.['loss']).toBeLessThan(0.5);
    const asFolder = await nabla('evaluate', 'model', '--data', 'run', '--backend', 'wasm');
    expect([asFolder.code, asFolder.stderr]).toEqual([
      1,
      expect.stringContaining('expected a text. Received a folder.'),
    ]);
    const whole = Math.floor((otherText.length - 1) / 16) * 16;
    expect(other).toMatchObject({ tokens: whole, epochChosen: false });
  });

  it('logs perplexity, and its report shows a sample', async () => {
    const lines = readFileSync(join(folder, 'run/events.jsonl'), 'utf8').trimEnd().split('\n');
    const last = lines.map((line) => JSON.parse(line) as JsonEvent).findLast(({ event }) => event === 'epoch-end');
    expect(last).toMatchObject({ val_loss: events[2]?.['heldOutLoss'], val_perplexity: events[2]?.['perplexity'] });
    const report = jsonLines(await nabla('report', 'run', '--json'))[0] as { runs: { results: JsonEvent }[] };
    expect(report.runs[0]?.results).toMatchObject({ kind: 'text', sample: events[2]?.['sample'] });
    const page = readFileSync(join(folder, 'run/report.html'), 'utf8');
    expect(page).toContain('a block of attention that writes');
    expect(page).toMatch(/Held-out loss<\/dt><dd>0\.\d+<small>nats a token, on 4\d\d tokens/);
    expect(page).toContain('What the network writes');
  });

  it('is inspected, exported, and refused where it cannot answer', async () => {
    const { stdout } = await nabla('inspect', 'model');
    expect(stdout).toMatch(/\n {2}positions +\[\?, 16\] +weight \[16, 16\] +256\n/);
    expect(stdout).toMatch(/GPT vocabulary \d+, context 16, blocks 1, width 16, heads 2, dropout 0, tied false/);
    const small = await nabla('export', 'model', '--out', 'small', '--backend', 'wasm', '--json');
    const cost = jsonLines(small)[0]?.['cost'] as { perplexity: { before: number; after: number } };
    expect(cost.perplexity.before).toBe(events.at(-1)?.['perplexity']);
    expect(Math.abs(cost.perplexity.after - cost.perplexity.before)).toBeLessThan(0.01);
    const refused = await nabla('predict', 'model', 'book.txt');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('it writes text, and does not predict. Use nabla generate MODEL --prompt "…".'),
    ]);
    const served = await nabla('serve', 'model', '--explain');
    expect([served.code, served.stderr]).toEqual([
      2,
      expect.stringContaining('--explain: expected a model for tables.'),
    ]);
  });

  it('is refused with another tokenizer than its network has', async () => {
    const model = await loadModel(join(folder, 'model'));
    const form = { ...model.form, tokenizer: { type: 'bytes' } };
    await saveModel(join(folder, 'odd'), { ...model, form });
    const { code, stderr } = await nabla('generate', 'odd');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('expected a network for 256 different tokens. Received'),
    ]);
  });

  it('is not replaced by a worse one, or by one with other tokens', async () => {
    shortEpochs();
    const again = ['train', 'book.txt', ...QUICK, '--epochs', '1', '--learning-rate', '0.0001', '--out', 'model'];
    const worse = await nabla(...again);
    expect(worse.stderr).toMatch(
      /keeps its old model, which has a perplexity of 1\.\d\d; the new one has a perplexity of/,
    );
    const other = await nabla(...again, '--tokenizer', 'bytes');
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('it has a model of text with other tokens'),
    ]);
  });

  it('writes the same text for the same seed, and begins again past its context', async () => {
    const generate = (...args: string[]) => nabla('generate', 'model', '--backend', 'wasm', ...args);
    const args = ['--prompt', 'the cat ', '--length', '30', '--seed', '3'];
    const first = await generate(...args);
    expect(first.stdout).toMatch(/^the cat [a-z .\n]{30}\n?$/);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect((await generate(...args)).stdout).toBe(first.stdout);
    expect((await generate(...args.slice(0, -1), '4')).stdout).not.toBe(first.stdout);
    const [json] = jsonLines(await generate(...args, '--json'));
    expect(json).toEqual({
      ...{ event: 'text', prompt: 'the cat ', text: first.stdout.slice(8, 38), length: 30, temperature: 0.8, seed: 3 },
    });
    const likely = await generate('--temperature', '0', '--length', '20');
    expect(likely.stdout).toMatch(/^\n?(the|a|every) [a-z .\n]+$/);
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['the ', 'cat ']) as typeof process.stdin);
    onTestFinished(() => void vi.restoreAllMocks());
    expect((await generate('--prompt', '-', ...args.slice(2))).stdout).toBe(first.stdout);
    const unknown = await generate('--prompt', 'THE cat', '--length', '1');
    expect(unknown.stderr).toContain("the model does not know 3 of the prompt's characters");
  });
});

describe('nabla train on a text', () => {
  it('continues a run with the bits of one that was not stopped', async () => {
    shortEpochs();
    const cwd = folderWithBook();
    const train = async (...args: string[]) => jsonLines(await nablaHere(['train', ...args, '--json'], { cwd }));
    const args = ['book.txt', ...QUICK, '--schedule', 'constant', '--epochs'];
    const whole = await train(...args, '2', '--run', 'whole');
    await train(...args, '1', '--run', 'part');
    const resumed = await train('--resume', 'part', '--epochs', '2', '--threads', '1');
    expect(withoutSeconds(resumed.slice(1))).toEqual(withoutSeconds(whole.slice(2)));
  });

  it.each([
    [['model', '--length', '0'], "--length: expected a whole number of at least 1. Received '0'."],
    [['model', '--temperature', '-1'], "--temperature: expected a number of at least 0. Received '-1'."],
    [['model', '--top-k', '1.5'], "--top-k: expected a whole number of at least 1. Received '1.5'."],
    [['model', '--top-p', '2'], "--top-p: expected a number above 0, at most 1. Received '2'."],
    [['model', '--seed', ''], "--seed: expected a whole number from 0 to 2^53 - 1. Received ''."],
    [[''], 'generate: expected the folder of a model. Received an empty string.'],
  ])('refuses nabla generate %j', async (args, message) => {
    const { code, stderr } = await nablaHere(['generate', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('prints losses, perplexity and samples', async () => {
    shortEpochs();
    const cwd = folderWithBook({ 'held.txt': sentences(40, 3) });
    const options = [
      ...QUICK,
      '--epochs',
      '1',
      '--tokenizer',
      'bpe',
      '--vocabulary',
      '270',
      '--validation',
      'held.txt',
    ];
    const { code, stdout } = await nablaHere(['train', 'book.txt', ...options], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Training tokens: [\d,]+, read 16 at a time\nTokens held out: \d+\nDifferent tokens: 270 \(bpe\)\n/,
    );
    expect(stdout).toMatch(
      /\nEpoch 1\/1 - Loss: \d\.\d{4} - Held-out loss: \d\.\d{4} - Perplexity: \d+\.\d\d\n {2}\| /,
    );
    expect(stdout).toMatch(
      /\nLoss on held-out text: \d\.\d{4} nats a token, of \d+ tokens; the epoch was chosen on some/,
    );
    expect(stdout).toMatch(/\nPerplexity: \d+\.\d\d\nTokens guessed right: \d+\.\d\d%\nTraining time: /);
  });

  it.each([
    ['empty.txt', '', 'empty.txt: expected some text. Received none; it is empty.'],
    ['short.txt', 'Too short.', 'expected more than 16 tokens to train on, for a context of 16. Received 9'],
    [
      'zeros.txt',
      Uint8Array.from({ length: 500 }, (_, at) => at % 7),
      'Received bytes of 0, as in a program, an image',
    ],
    ['utf16.txt', Buffer.from(`\ufeff${sentences(9)}`, 'utf16le'), 'expected text in UTF-8. Received UTF-16'],
    ['utf16be.txt', Buffer.from(`${sentences(9)}`, 'utf16le').swap16(), 'Received bytes of 0'],
  ])('refuses %s', async (name, content, message) => {
    const cwd = temporaryFolder({ [name]: content as string });
    const { code, stderr } = await nablaHere(['train', name, ...TINY, '--epochs', '1'], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });

  it('takes a tokenizer.json, and knows it again', async () => {
    shortEpochs();
    const vocab = Object.fromEntries(
      ['[UNK]', 'the', 'a', 'every', 'cat', 'dog', 'sees', 'me', '.'].map((one, at) => [one, at]),
    );
    const tokenizer = {
      ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, post_processor: null },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab,
      },
    };
    const cwd = folderWithBook({ 'own.json': JSON.stringify(tokenizer) });
    const args = ['book.txt', ...QUICK, '--schedule', 'constant', '--json', '--epochs'];
    const files = ['--tokenizer', 'own.json', '--run', 'run', '--out', 'model'];
    const [start] = jsonLines(await nablaHere(['train', ...args, '1', ...files], { cwd }));
    expect(start).toMatchObject({ tokenizer: 'tokenizer.json', vocabulary: 9 });
    const written = await nablaHere(['generate', 'model', '--prompt', 'the cat', '--length', '8', '--json'], { cwd });
    expect(jsonLines(written)[0]?.['text']).toMatch(/^( (the|a|every|cat|dog|sees|me|\.|\[UNK\])|\.)+$/);
    writeFileSync(join(cwd, 'own.json'), JSON.stringify({ ...tokenizer, decoder: null }));
    const changed = await nablaHere(['train', '--resume', 'run', '--epochs', '2'], { cwd });
    expect([changed.code, changed.stderr]).toEqual([1, expect.stringContaining('the data have changed since the run')]);
  });

  it('refuses a tokenizer.json that a model could not keep, before it trains', async () => {
    const vocab = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`${at}`, at]));
    const model = { type: 'WordPiece', unk_token: '0', continuing_subword_prefix: '##', vocab };
    const pieces = { pre_tokenizer: { type: 'BertPreTokenizer' }, decoder: null, normalizer: null };
    const cwd = folderWithBook({ 'large.json': JSON.stringify({ model, ...pieces }) });
    const { code, stderr } = await nablaHere(['train', 'book.txt', ...QUICK, '--tokenizer', 'large.json'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /--tokenizer: .*large\.json is too large to be kept in a model, which holds 18 MB of it and/,
    );
  });

  it.each([
    [['book.txt', '--hidden', '3'], '--hidden: it works only with tables and images, and'],
    [['book.txt', '--image-size', '3'], '--image-size: it works only with images, and'],
    [['book.txt', '--folds', '3'], '--folds: it works only with --preset table. Received the preset gpt.'],
    [['book.txt', '--preset', 'quick'], '--preset quick: it works only with tables and images, and'],
    [['book.txt', '--heads', '3'], '--heads: expected a divisor of the width, 128. Received 3.'],
    [['book.txt', '--vocabulary', '300'], '--vocabulary: it works only with --tokenizer bpe. Received no tokenizer.'],
    [['book.txt', '--batch-size', 'full'], '--batch-size: expected a number of examples for a text. Received full.'],
    [['book.txt', '--tokenizer', 'none.json'], '--tokenizer: expected characters, bytes, bpe, or the path of'],
    [
      ['book.txt', '--tokenizer', 'photos'],
      'photos: expected characters, bytes, bpe, or the path of a tokenizer.json. Received a folder.',
    ],
    [
      ['book.txt', '--target', 'a', '--context', '8'],
      '--context: it works only with a text. Received the preset table.',
    ],
    [['book.txt', '--preset', 'gpt', '--target', 'a'], '--target: it works only with tables, and'],
    [['table.csv', '--target', 'a', '--tokenizer', 'bytes'], '--tokenizer: it works only with a text.'],
    [['--preset', 'gpt'], '--preset gpt: expected a text. Name it: nabla train book.txt'],
    [['photos', '--preset', 'gpt'], '--preset gpt: it works only with a text, and'],
  ])('refuses %j', async (args, message) => {
    const cwd = folderWithBook({ 'table.csv': 'a,b\n1,2\n', 'photos/x/1.png': '', 'photos/y/1.png': '' });
    const { code, stderr } = await nablaHere(['train', ...args], { cwd });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
  });

  it('takes a .txt with a target as a table', async () => {
    const cwd = temporaryFolder({ 'rows.txt': csv(['x', 'side']) });
    const table = [
      'train',
      'rows.txt',
      '--target',
      'side',
      '--preset',
      'table-fast',
      '--epochs',
      '1',
      '--backend',
      'ts',
    ];
    expect(jsonLines(await nablaHere([...table, '--json'], { cwd }))[0]).toMatchObject({ columns: 1 });
  });

  it('has a config from nabla init', async () => {
    const cwd = folderWithBook();
    const [event] = jsonLines(await nablaHere(['init', 'book.txt', '--json'], { cwd }));
    expect(event).toMatchObject({ data: { kind: 'text', path: 'book.txt' }, settings: { preset: 'gpt', blocks: 4 } });
    const flags = ['--json', ...TINY.slice(4)];
    const config = jsonLines(await nablaHere(['config', ...flags], { cwd }))[0] as {
      settings: Record<string, JsonEvent>;
    };
    expect(config.settings).toMatchObject({
      blocks: { value: 1, source: 'flag' },
      epochs: { value: 10, source: 'file' },
      clipNorm: { value: 1, source: 'file' },
    });
  });
});
