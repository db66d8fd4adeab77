/** What the page's worker does in the Write view, in this process, and the code that does the same. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import { loadModelFiles } from '@nablajs/checkpoint/portable';
import { sequentialFromConfig } from '@nablajs/core';
import { createTokenizer, readTextForm } from '@nablajs/datasets/portable';
import { generate, SEQUENCE_LAYERS } from '@nablajs/sequences';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/lab/report.js';
import { writeCodeFor } from '../../src/settings/write/write-code.js';
import { readWriteLink } from '../../src/settings/write/write-link.js';
import { WRITTEN_TOKENS, type WriteSettings, type Writing } from '../../src/settings/write/write-settings.js';
import { isStill, listen } from '../lab/listen.js';
import { newLab, openLab } from '../mnist.js';

const TINY = 'text=t.txt&context=8&blocks=1&width=8&heads=2&batch=4&steps=100&seed=3&threads=1&prompt=to';
const BRIEF = TINY.replace('steps=100', 'steps=50').replace('batch=4', 'batch=1');
const TEXT = new Blob(['to be or not to be, that is the question. '.repeat(20)]);

const settingsOf = (link: string): WriteSettings => {
  const { settings, problems } = readWriteLink(link);
  expect(problems).toEqual([]);
  return settings;
};
const howOf = ({ prompt, temperature, topK }: WriteSettings, draw = 1): Writing => ({
  ...{ prompt, temperature, topK, draw },
});

async function trained(link: string, text = TEXT, lab = openLab()) {
  const { reports, until, report } = listen();
  const facts = await lab.write(settingsOf(link), text, 1, report);
  const last = await until(isStill);
  expect(last.message).toBeUndefined();
  expect(last.state).toBe('done');
  return { lab, facts, reports, until, last, logs: reports.flatMap(({ logs }) => logs) };
}

/** What several tests look at. */
const base = newLab();
let whole: Awaited<ReturnType<typeof trained>>;
beforeAll(async () => {
  whole = await trained(TINY, TEXT, base);
});
afterAll(() => base.dispose());

describe('a training on a text', () => {
  it('reports losses and perplexity, and ends with a sample and a digest', async () => {
    const { facts, last, logs, reports } = whole;
    // 15 characters and one for unknown ones; positions, one block, a norm and the scores.
    const parameters = 16 * 8 + 8 * 8 + (4 * (8 * 8 + 8) + 2 * 8 * 32 + 32 + 8 + 4 * 8) + 2 * 8 + (8 * 16 + 16);
    expect(facts).toEqual({ computedBy: 'WebAssembly SIMD, 1 thread', notice: undefined, parameters });
    expect(logs.map((log) => Object.keys(log).sort())).toEqual(
      [1, 2].map(() => ['loss', 'val_accuracy', 'val_loss', 'val_perplexity']),
    );
    expect(logs[1]?.['val_perplexity']).toBeCloseTo(Math.exp(logs[1]?.['val_loss'] ?? 0), 5);
    expect(logs[1]?.['val_loss']).toBeLessThan(2);
    expect(reports.flatMap(({ losses }) => losses).length).toBe(100);
    expect(last.position).toEqual({ epoch: 2, epochs: 2, step: 50, steps: 50 });
    expect(last.picture?.sample).toMatchObject({ prompt: 'to', step: 100, unknown: '' });
    expect(last.picture?.sample?.text).toHaveLength(WRITTEN_TOKENS);
    expect(last.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same weights and the same sample when it pauses and steps, on two threads, whatever it writes', async () => {
    const { last } = whole;
    const lab = openLab();
    const { until, report } = listen();
    const settings = settingsOf(TINY.replace('threads=1', 'threads=2'));
    await lab.write(settings, TEXT, 1, report, 1);
    const first = await until(isStill);
    expect([first.state, first.picture?.sample?.step]).toEqual(['paused', 1]);
    await lab.writeOn({ ...howOf(settings), prompt: 'be', draw: 7 });
    const other = await until(({ picture }) => picture?.sample?.prompt === 'be');
    expect([other.state, other.digest, other.picture?.sample?.step]).toEqual(['paused', first.digest, 1]);
    await lab.step();
    const second = await until(({ position }) => position.step === 2);
    expect([second.state, second.picture?.sample?.prompt]).toEqual(['paused', 'be']);
    await lab.writeOn(howOf(settings));
    await lab.resume();
    const end = await until(({ state }) => state === 'done');
    expect([end.digest, end.picture?.sample]).toEqual([last.digest, last.picture?.sample]);
  });

  it('says which characters of the prompt the text does not have, and never writes such a one', async () => {
    const { lab, until } = whole;
    await lab.writeOn({ prompt: '¿to ß?', temperature: 2, topK: 1000, draw: 2 });
    const { picture } = await until(({ picture }) => (picture?.sample?.unknown ?? '') !== '');
    expect(picture?.sample?.unknown).toBe('¿ß?');
    expect(picture?.sample?.text).not.toContain('\uFFFD');
    await lab.writeOn({ prompt: '', temperature: 0, topK: 1, draw: 2 });
    const empty = await until(({ picture }) => picture?.sample?.prompt === '');
    expect(empty.picture?.sample?.text).toHaveLength(WRITTEN_TOKENS);
  });

  it('ends with a model that nabla loads, and that writes the same', async () => {
    const { lab, last } = whole;
    const saved = await loadModelFiles(await lab.save('trained'));
    const { tokenizer: form, context } = readTextForm(saved.form, 'model.json');
    const backend = await createBackend({ threads: 1 });
    const network = sequentialFromConfig(backend, saved.config, { ...saved, layers: SEQUENCE_LAYERS });
    const tokenizer = await createTokenizer(form);
    const options = { length: WRITTEN_TOKENS, temperature: 0.8, topK: 20, seed: 1, context, exclude: [0] };
    const tokens: number[] = [];
    for await (const token of generate(network, tokenizer.encode('to'), options)) tokens.push(token);
    await backend.dispose();
    expect(tokenizer.decode(tokens)).toBe(last.picture?.sample?.text);
    expect(await lab.settingsIn(await lab.save('trained'))).toBeUndefined();
    await expect(lab.ask({ x: '0', y: '0' })).rejects.toThrow();
  });
});

describe('the code', () => {
  const folder = fileURLToPath(new URL('../programs-that-write/', import.meta.url));
  beforeAll(() => mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a program in this process, and returns what it prints. */
  async function run(name: string, code: string, text: Blob): Promise<readonly string[]> {
    writeFileSync(join(folder, 't.txt'), new Uint8Array(await text.arrayBuffer()));
    writeFileSync(join(folder, name), code);
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...words) => void lines.push(words.join(' ')));
    const before = process.cwd();
    process.chdir(folder);
    try {
      await import(/* @vite-ignore */ join(folder, name));
    } finally {
      process.chdir(before);
      log.mockRestore();
    }
    return lines;
  }

  /** More than a thousand characters. */
  const signs = Array.from({ length: 1100 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7) % 1100)));

  /** Expects that the code for the settings ends with the weights and the text of this report. */
  async function expectCode(name: string, settings: WriteSettings, text: Blob, { picture, digest }: Report) {
    const facts = await base.previewText(settings, text);
    expect(facts.tokenizer).toBe(name === 'bpe' ? 'bpe' : 'characters');
    const lines = await run(`${name}.mjs`, writeCodeFor(settings, howOf(settings), facts), text);
    const { prompt = '', text: written = '' } = picture?.sample ?? {};
    expect(prompt).toBe(settings.prompt);
    expect(lines[0]).toMatch(/^held-out loss \d/);
    expect(lines.slice(1)).toEqual([`${prompt}${written}`, `weights ${digest}`]);
  }

  it('ends with the weights of the page, and writes what it writes', async () => {
    await expectCode('characters', settingsOf(TINY), TEXT, whole.last);
  });

  it('does so without a prompt', async () => {
    const link = BRIEF.replace('prompt=to', 'prompt=');
    const { last } = await trained(link);
    await expectCode('no-prompt', settingsOf(link), TEXT, last);
  });

  it('does so for byte pairs', async () => {
    const link = BRIEF.replace('prompt=to', `prompt=${signs[1]}`);
    const text = new Blob([signs.join('').repeat(2)]);
    const { last } = await trained(link, text);
    await expectCode('bpe', settingsOf(link), text, last);
  });

  const onTs = `${BRIEF}&backend=ts`;

  it('names another backend', async () => {
    const settings = settingsOf(onTs);
    const code = writeCodeFor(settings, howOf(settings), await base.previewText(settings, TEXT));
    expect(code).toContain("import { createBackend } from '@nablajs/backend-ts';\n");
  });

  it.runIf(process.env['NABLA_SLOW'] === '1')('does so on another backend', async () => {
    await expectCode('ts', settingsOf(onTs), TEXT, (await trained(onTs)).last);
  });
});

describe('a text of any kind', () => {
  const preview = (text: Blob, link = TINY) => openLab().previewText(settingsOf(link), text);

  it.each([
    [
      'emoji, right to left, controls, and not UTF-8',
      ['👩‍👩‍👧 ❤️ السلام עליכם a\r\n\u0007\u001b[31m', Uint8Array.of(0xff, 0x41, 0xc3, 0x28)],
    ],
    ['one character, often', ['aaaa']],
  ])('is learned: %s', async (_, parts) => {
    const { last } = await trained(BRIEF, new Blob(Array(30).fill(parts).flat()));
    expect(last.picture?.sample?.text).not.toBe('');
    expect(last.loss).toBeGreaterThan(0);
  });

  it('of 10 MB is learned: its first examples after the last tenth begins are tested', async () => {
    const facts = await preview(new Blob(Array(100).fill('0123456789'.repeat(10_000))));
    expect(facts).toEqual({
      ...{ tokenizer: 'characters', tested: 1024, vocabulary: 11, trainTokens: 9_000_000, heldTokens: 1_000_000 },
    });
  });

  it.each([
    [
      '',
      't.txt: expected at least 10 characters for a context of 8. Received 0. Take a longer text, or a shorter context.',
    ],
    [
      'a',
      't.txt: expected at least 10 characters for a context of 8. Received 1. Take a longer text, or a shorter context.',
    ],
    ['👩👩👩👩👩👩👩👩👩', /^t\.txt: expected at least 10 characters .* Received 9\. /],
    [
      'GIF\0\0\0\0 and so on',
      't.txt: expected a text in UTF-8. Received bytes of 0, as in a program, an image or UTF-16.',
    ],
    [Uint8Array.of(0xff, 0xfe, 0x41, 0, 0x42, 0), /^t\.txt: expected .*UTF-8.*UTF-16/],
  ])('that cannot be learned gets one clear sentence: %s', async (content, problem) => {
    await expect(preview(new Blob([content]))).rejects.toThrow(problem);
    const begun = openLab().write(settingsOf(TINY), new Blob([content]), 1, listen().report);
    await expect(begun).rejects.toThrow(problem);
  });

  it('of ten characters is enough for a context of 8', async () => {
    expect(await preview(new Blob(['abcdefghij']))).toMatchObject({ trainTokens: 9, heldTokens: 1, tested: 1 });
  });

  it('of 101 MB is too large', async () => {
    const part = new Uint8Array(1e6).fill(97);
    await expect(preview(new Blob(Array(101).fill(part)))).rejects.toThrow(
      't.txt: expected at most 100 MB. Received 101 MB; use nabla train for it.',
    );
  });
});
