/** What a notebook shows. */
import { createBackend } from '@nablajs/backend-ts';
import * as core from '@nablajs/core';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import {
  DISPLAY,
  type Displayable,
  displayed,
  displayInNotebooks,
  type MimeBundle,
  showConfusion,
  showEvaluation,
  showHistory,
  showImages,
} from '../../src/jupyter/index.js';
import { html } from '../../src/markup.js';

const { Dense, dense, evaluate, fit, MeanSquaredError, Sequential, SGD, tensor, upload } = displayInNotebooks(core);
const HOSTILE = `</style><script>alert(1)</script>"'&`;
const backend = await createBackend();

const bundle = async (value: unknown): Promise<MimeBundle> => await (value as Displayable)[DISPLAY]();

/** The texts between the tags, without those of the style. */
const wordsOf = (markup: string): string[] =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .split(/<[^>]*>/)
    .filter((text) => text.trim() !== '');

describe('classes of core', () => {
  it('show the first values of a tensor', async () => {
    using small = tensor(backend, [
      [1.5, 2],
      [3, -4],
    ]);
    const shown = await bundle(small);
    expect(shown['text/plain']).toBe('Tensor of float32 [2, 2] on ts\n1.5 2\n3 -4');
    expect(wordsOf(shown['text/html']).slice(1)).toEqual(['row', '0', '1', '0', '1.5', '2', '1', '3', '-4']);
  });

  it('say what they leave out', async () => {
    using large = upload(
      backend,
      dense(
        Float32Array.from({ length: 1010 }, (_, at) => at),
        [10, 101],
      ),
    );
    const { 'text/plain': text } = await bundle(large);
    const lines = text.split('\n');
    expect(lines).toHaveLength(1 + 6 + 1);
    expect(lines[2]).toBe('101 102 103 104 105 106 107 108');
    expect(lines.at(-1)).toBe('4 more rows, 93 more columns');
  });

  it('show scalars and empty tensors', async () => {
    using scalar = tensor(backend, 7);
    using empty = upload(backend, dense(new Float32Array(0), [0, 3]));
    expect((await bundle(scalar))['text/plain']).toBe('Tensor of float32 [] on ts\n7');
    expect((await bundle(empty))['text/plain']).toBe('Tensor of float32 [0, 3] on ts');
  });

  it('show a tensor that was released, instead of failing', async () => {
    const gone = tensor(backend, [1]);
    gone.dispose();
    expect((await bundle(gone))['text/plain']).toContain('It was released.');
  });

  it('copy no tensor of more than a million elements', async () => {
    using large = upload(backend, dense(new Float32Array(1_000_001), [1_000_001]));
    expect((await bundle(large))['text/plain']).toContain('1,000,001 elements; too many to copy here.');
  });

  it('show the layers of a network, aligned', async () => {
    using model = new Sequential(backend, { inputShape: [3], layers: [new Dense(2)] });
    const shown = await bundle(model);
    expect(shown['text/plain'].replace(/ +$/gm, '')).toBe(model.summary().replace(/ +$/gm, ''));
    expect(shown['text/html']).toContain('<pre>');
    expect(wordsOf(shown['text/html']).join('')).toContain(model.summary().split('\n')[1]);
  });
});

describe('results', () => {
  it('of fit and evaluate display themselves, and look as before to programs', async () => {
    using model = new Sequential(backend, { inputShape: [1], layers: [new Dense(1)] });
    const column = (indices: ArrayLike<number>) => dense(Float32Array.from(indices), [indices.length, 1]);
    const data: core.Dataset = { length: 2, inputShape: [1], batch: (at) => ({ x: column(at), y: column(at) }) };
    const options = { loss: new MeanSquaredError(), optimizer: new SGD({ learningRate: 0.1 }), epochs: 2 };
    const history = await fit(model, data, options);
    expect((await bundle(history))['text/plain']).toMatch(/^2 epochs: training loss /);
    const evaluation = await evaluate(model, data, { loss: options.loss });
    expect((await bundle(evaluation))['text/plain']).toMatch(/^examples 2\nloss /);
    expect(Object.getOwnPropertySymbols({ ...history, ...evaluation })).toEqual([]);
  });

  it('show a history as curves with a label and text', async () => {
    const shown = await bundle(showHistory({ loss: [2, 1, 0.5], validation: [{ loss: 3 }, { loss: 2 }, { loss: 1 }] }));
    const words = '3 epochs: training loss 2.0000 to 0.5000, validation loss 3.0000 to 1.0000';
    expect(shown['text/plain']).toBe(words);
    expect(shown['text/html']).toContain(`role="img" aria-label="${words}"`);
    expect(shown['text/html'].match(/<li>/g)).toHaveLength(2);
    expect(shown['text/html']).toContain('stroke="var(--mark-1)"');
  });

  it('show a history with a loss that is no number', async () => {
    expect((await bundle(showHistory({ loss: [2, Number.NaN] })))['text/html']).not.toMatch(/d="[^"]*NaN/);
  });

  it('show all counts of a confusion matrix', async () => {
    const shown = await bundle(
      showConfusion(
        [
          [40, 10],
          [0, 45],
        ],
        ['cat', HOSTILE],
      ),
    );
    expect(shown['text/plain']).toMatch(/^85 of 95 are right\./);
    expect(shown['text/plain'].split('\n').slice(1)).toEqual(['40 10', ' 0 45']);
    const words = wordsOf(shown['text/html']);
    for (const word of ['40', '10', '45', 'cat']) expect(words).toContain(word);
    expect(shown['text/html']).not.toContain('<script>');
  });

  it('refuse another number of names than classes', () => {
    expect(() => showConfusion([[1]], ['a', 'b'])).toThrow('expected 1 names of classes. Received 2.');
  });

  it('show an evaluation', async () => {
    const evaluation = { rows: 1000, loss: 0.25, classification: { accuracy: 0.8876 }, metrics: { [HOSTILE]: 0.5 } };
    const shown = await bundle(showEvaluation(evaluation));
    expect(shown['text/plain']).toMatch(/^examples 1,000\nloss 0.2500\naccuracy 88.76 %\n/);
    expect(shown['text/html']).not.toContain('<script>');
  });

  it('show images with the pixels and captions that they were given', async () => {
    const pixels = Uint8Array.from([0, 50, 200, 255, 7, 8]);
    const shown = await bundle(showImages('Two', [{ pixels, caption: HOSTILE }], { width: 3, height: 2 }));
    const [, data] = /src="data:image\/png;base64,([^"]+)"/.exec(shown['text/html']) ?? [];
    expect([...decode(Buffer.from(data ?? '', 'base64')).data]).toEqual([...pixels]);
    expect(shown['text/html']).not.toContain('<script>');
    expect(shown['text/html']).toContain('alt="&lt;/style&gt;');
    const wrong = [{ pixels, caption: '' }];
    expect(() => showImages('', wrong, { width: 28, height: 28 })).toThrow('expected 784 bytes, 28 x 28 x 1.');
  });
});

it('escapes titles, and makes control characters of texts visible', async () => {
  const shown = await bundle(displayed({ title: HOSTILE, body: html`${HOSTILE}`, text: 'a\u001b[2J  b\nc' }));
  expect(shown['text/html']).not.toContain('<script>');
  expect(shown['text/html'].match(/<\/style>/g)).toHaveLength(1);
  expect(shown['text/plain']).toBe('a?[2J  b\nc');
});
