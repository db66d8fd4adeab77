/**
 * Trains the command nabla's preset `gpt` on Jane Austen's six novels, lets the model write, and does the same training
 * in PyTorch, from equal weights and on equal batches. Exits with 1 unless
 *
 * - the held-out loss is at most 1.50 nats a character,
 * - at least 90 % of the words in 10,000 written characters occur in the part of the text that was learned,
 * - PyTorch's held-out loss is within 0.02 of it, and the losses of the first 20 steps within 1e-4 of each other.
 *
 * The text is that of Debian's r-cran-janeaustenr, which Rscript reads. Without it, or without PyTorch, the script says
 * what it does not check. Needs the built package and an hour. With fewer epochs, the first two marks do not count.
 *
 *   node apps/bench/scripts/novels.mjs [--epochs 10] [--backend native]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBackend } from '@nablajs/backend-ts';
import { epochOrder, networkFromConfig } from '@nablajs/core';
import { scheduleFromConfig } from '@nablajs/core/schedules';
import { createTokenizer, textDataset } from '@nablajs/datasets';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { findPeer } from '../dist/peers/index.js';

const { values: options } = parseArgs({
  options: { epochs: { type: 'string', default: '10' }, backend: { type: 'string', default: 'auto' } },
});
const isWhole = options.epochs === '10';
const [BYTES, CHARACTERS, WRITTEN] = [4_025_029, 81, 10_000];
const MARKS = { loss: 1.5, words: 0.9, torch: 0.02, step: 1e-4 };
const FIRST_STEPS = 20;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const INSTALL = 'apt-get install --no-install-recommends r-base-core r-cran-janeaustenr';
const NABLA = here('../../cli/bin/nabla.js');
const READ_NOVELS = `text <- paste0(paste(janeaustenr::austen_books()$text, collapse = "\\n"), "\\n")
  writeBin(charToRaw(enc2utf8(text)), commandArgs(TRUE)[1])`;

const folder = mkdtempSync(join(tmpdir(), 'nabla-novels-'));
const at = (name) => join(folder, name);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const nabla = (...args) => execFileSync(process.execPath, [NABLA, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
const linesOf = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

function check(words, isGood) {
  console.log(`${isGood ? 'ok    ' : 'FAILED'}  ${words}`);
  if (!isGood) process.exitCode = 1;
}

/** Returns whether the text is there. */
function writeNovels() {
  const { status, stderr, error } = spawnSync('Rscript', ['--vanilla', '-e', READ_NOVELS, at('novels.txt')]);
  if (status === 0) {
    const text = readFileSync(at('novels.txt'));
    const count = new Set(text.toString()).size;
    if (text.length === BYTES && count === CHARACTERS) return true;
    throw new Error(`expected ${BYTES} bytes of ${CHARACTERS} characters. Received ${text.length} of ${count}.`);
  }
  const reason = error?.message ?? `${stderr}`.trim().split('\n')[0];
  console.error(`NOT CHECKED: no novels (${reason}). Install them: ${INSTALL}`);
  return false;
}

/** Trains, and returns the settings, the loss of each step, the result and the learned network. */
function train() {
  const flags = ['--epochs', options.epochs, '--backend', options.backend, '--json', '--run', at('run')];
  const lines = linesOf(nabla('train', at('novels.txt'), ...flags, '--out', at('model')));
  const events = linesOf(readFileSync(at('run/events.jsonl'), 'utf8'));
  return {
    settings: lines[0],
    done: lines.at(-1),
    losses: events.filter(({ event }) => event === 'batch').map(({ loss }) => loss),
    model: JSON.parse(readFileSync(at('model/model.json'), 'utf8')),
  };
}

const wordsOf = (text) => text.match(/[\p{L}'’]+/gu) ?? [];

/** Returns the share of the written words that the text has. The first and the last one may be parts of words. */
function knownWords(text, ...more) {
  const flags = ['--length', `${WRITTEN}`, '--backend', options.backend, '--json', ...more];
  const [{ text: written }] = linesOf(nabla('generate', at('model'), ...flags));
  const known = new Set(wordsOf(text));
  const words = wordsOf(written).slice(1, -1);
  return words.filter((word) => known.has(word)).length / words.length;
}

/** The part of the text that was learned. */
function learnedText({ trainTokens }) {
  return [...readFileSync(at('novels.txt'), 'utf8')].slice(0, trainTokens).join('');
}

const writeArray = (name, { data }) =>
  writeFileSync(at(name), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));

/** Writes for novels.py what nabla's training started with and saw. */
async function writeTraining({ settings, model }) {
  const { context, seed, batchSize, epochs, learningRate } = settings;
  const { tokenizer } = model.form;
  const book = await openAsBlob(at('novels.txt'));
  const steps = settings.rows / batchSize;
  const { train, validation } = await textDataset(book, await createTokenizer(tokenizer), {
    ...{ context, seed, examples: settings.rows },
  });
  const batches = new Int32Array(2 * epochs * settings.rows * context);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = epochOrder(seed, epoch, train.length);
    for (let step = 0; step < steps; step++) {
      const { x, y } = train.batch(order.subarray(step * batchSize, (step + 1) * batchSize), { epoch });
      const start = 2 * ((epoch - 1) * steps + step) * x.data.length;
      batches.set(x.data, start);
      batches.set(y.data, start + x.data.length);
    }
  }
  writeArray('batches', { data: batches });
  const { x, y, weights } = validation.batch(Int32Array.from({ length: validation.length }, (_, index) => index));
  for (const [name, array] of Object.entries({ x, y, weights })) writeArray(name, array);
  const backend = await createBackend();
  const network = networkFromConfig(backend, model, { layers: SEQUENCE_LAYERS, dtype: model.dtype, seed });
  const parameters = [...(await network.parameters.read())];
  for (const [name, array] of parameters) writeArray(name, array);
  const schedule = scheduleFromConfig(settings.schedule);
  const all = epochs * steps;
  const config = {
    size: model.layers[0],
    ...{ batchSize, context, weightDecay: settings.weightDecay, clipNorm: settings.clipNorm },
    rates: Array.from({ length: all }, (_, step) => schedule.rate(step, all, learningRate)),
    parameters: Object.fromEntries(parameters.map(([name, { shape }]) => [name, shape])),
  };
  writeFileSync(at('config.json'), JSON.stringify(config));
}

async function compareWithTorch(trained) {
  const found = await findPeer('torch');
  if (!('launch' in found)) {
    console.error(`NOT CHECKED: PyTorch is not here (${found.reason}). Install it: ${found.install}`);
    return;
  }
  await writeTraining(trained);
  const theirs = JSON.parse(execFileSync(found.launch.command, ['-B', here('novels.py'), folder], { maxBuffer: 1e8 }));
  const differences = theirs.losses.map((loss, step) => Math.abs(loss - trained.losses[step]));
  const first = differences.slice(0, FIRST_STEPS).reduce((most, one) => Math.max(most, one), 0);
  check(`the first ${FIRST_STEPS} losses differ from PyTorch's by ${first.toExponential(1)}`, first <= MARKS.step);
  const words = `PyTorch's held-out loss is ${theirs.heldOut.toFixed(4)}, in ${theirs.seconds.toFixed(0)} s`;
  check(words, Math.abs(theirs.heldOut - trained.done.testLoss) <= MARKS.torch);
}

if (writeNovels()) {
  const trained = train();
  const { testLoss, seconds, backend } = trained.done;
  const words = `held-out loss ${testLoss.toFixed(4)} nats a character, in ${seconds.toFixed(0)} s on ${backend}`;
  check(words, testLoss <= MARKS.loss || !isWhole);
  const text = learnedText(trained.settings);
  const [share, warmer] = [knownWords(text), knownWords(text, '--temperature', '1')];
  const percent = (number) => `${(100 * number).toFixed(1)} %`;
  check(
    `${percent(share)} of the written words occur in the text; at temperature 1, ${percent(warmer)}`,
    share >= MARKS.words || !isWhole,
  );
  await compareWithTorch(trained);
}
