/**
 * Trains a convolutional network on handwritten digits in a Worker. In the address, `?threads=2` sets the number of
 * threads, `?epochs=3` the number of epochs, `?batch=128` the number of images in a batch.
 */
import { dense, type EpochLog, type Network, predict, type TrainEvent } from '@nablajs/core';
import { trainInWorker } from '@nablajs/core/worker';
import { chooseBackend } from './backend.js';
import { drawDigits, GRID } from './digit-grid.js';
import { type Digits, digitsFrom, newConvnet, settings, TRAINING } from './digits-run.js';
import { drawLossCurve } from './loss-curve.js';
import { countFrames, element, newWorker, say, showErrors, warn } from './page.js';

const parameters = new URLSearchParams(location.search);
const epochs = Number(parameters.get('epochs') ?? 15);
const batchSize = Number(parameters.get('batch') ?? 32);
const threads = parameters.get('threads');
const toggle = element<HTMLButtonElement>('toggle');

let worker = newWorker();
let stop = new AbortController();
let seed = 0;
let history: EpochLog[] = [];
/** The time spent on training, without validation, and the number of steps. */
let [seconds, steps] = [0, 0];
let answers: readonly number[] = [];

showErrors();
countFrames();
// The page itself only predicts the digits in the picture, so one thread is enough. The worker has its own threads.
const { backend } = await chooseBackend(1);
const digits = digitsFrom(await fetchDigits());
const pictured = firstOf(digits.test, GRID * GRID);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
draw();
toggle.addEventListener('click', () => {
  if (document.body.dataset['state'] === 'training') stop.abort();
  else start();
});
start();

/** Fetches images and labels. Some servers unpack .gz files themselves, so it looks at the first bytes. */
async function fetchDigits(): Promise<Uint8Array> {
  const url = new URL('../../../packages/golden/fixtures/mnist-2024.bin.gz', import.meta.url);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

function firstOf({ x, y }: Digits, count: number): Digits {
  return { x: dense(x.data.slice(0, 784 * count), [count, 28, 28, 1]), y: dense(y.data.slice(0, count), [count]) };
}

function start(): void {
  stop = new AbortController();
  seed += 1;
  history = [];
  [seconds, steps] = [0, 0];
  for (const id of ['loss', 'accuracy', 'pace']) say(id, '–');
  drawLossCurve(element('curve'), [], epochs);
  say('network', `Keras' mnist_convnet, 34,826 parameters. Adam, batches of ${batchSize}, seed ${seed}.`);
  enter('training', 'Training.');
  run().catch((error: unknown) => {
    enter('stopped', 'Training failed.');
    warn(String(error));
    // The worker may be broken: replace it.
    worker.terminate();
    worker = newWorker();
  });
}

async function run(): Promise<void> {
  const model = newConvnet(backend, seed);
  let isAborted = false;
  try {
    const options = {
      ...settings(seed, epochs, batchSize),
      validation: digits.test,
      weightsAt: 'epoch-end',
      signal: stop.signal,
      backend: threads === null ? {} : { threads: Number(threads) },
    } as const;
    for await (const event of trainInWorker(worker, model, digits.training, options)) {
      show(event);
      if (event.type === 'epoch-end') await answer(model);
      if (event.type === 'done') isAborted = event.aborted;
    }
  } finally {
    model.dispose();
  }
  if (isAborted) enter('stopped', 'Stopped.');
  else enter('done', 'Done.');
}

function show(event: TrainEvent): void {
  if (event.type === 'batch') {
    const { epoch, step, steps: all, loss } = event;
    element<HTMLProgressElement>('progress').value = ((epoch - 1) * all + step) / (epochs * all);
    say('position', `Step ${step} of ${all}, loss ${loss.toFixed(4)}`);
    say('epoch', `${epoch} / ${epochs}`);
  }
  if (event.type !== 'epoch-end') return;
  history.push(event.log);
  seconds += event.seconds;
  steps += Math.ceil(TRAINING / batchSize);
  say('loss', event.loss.toFixed(6));
  say('accuracy', `${(100 * (event.log['val_accuracy'] as number)).toFixed(1)} %`);
  say('pace', `${((1000 * seconds) / steps).toFixed(1)} ms`);
  const of = (name: string): number[] => history.map((log) => log[name] as number);
  drawLossCurve(element('curve'), of('loss'), epochs, of('val_loss'));
}

/** Shows the network's answers for the digits in the picture. */
async function answer(model: Network): Promise<void> {
  const { data } = await predict(model, pictured.x);
  answers = Array.from({ length: GRID * GRID }, (_, row) => {
    const logits = Array.from(data.subarray(10 * row, 10 * (row + 1)));
    return logits.indexOf(Math.max(...logits));
  });
  draw();
}

function draw(): void {
  drawDigits(element('digits'), pictured, answers);
}

function enter(state: 'training' | 'stopped' | 'done', status: string): void {
  document.body.dataset['state'] = state;
  say('status', status);
  toggle.textContent = state === 'training' ? 'Stop' : 'Train again';
  toggle.disabled = false;
}
