/**
 * Trains in a Worker, keeps checkpoints in IndexedDB, and continues from the last one when the page is loaded again.
 * In the address, `?threads=2` sets the number of threads, `?epochs=20` the number of epochs.
 */
import { type EpochLog, type Network, predict, type TrainEvent, type TrainState } from '@nablajs/core';
import { trainInWorker } from '@nablajs/core/worker';
import { chooseBackend } from './backend.js';
import { drawHeatMap, GRID, gridCells, type HeatMap } from './heat-map.js';
import { drawLossCurve } from './loss-curve.js';
import { countFrames, element, newWorker, say, showErrors, warn } from './page.js';
import { SavedRun, whyNotOpened } from './saved-run.js';
import { HIDDEN, newNetwork, settings, spiralPoints, TRAINING_POINTS } from './spirals-run.js';

const EPOCHS = 80;
const STEPS_BETWEEN_SAVES = 50;
/** Milliseconds between two pictures of the network's answers, which this page computes. */
const PICTURE_EVERY = 250;

const parameters = new URLSearchParams(location.search);
const epochs = Number(parameters.get('epochs') ?? EPOCHS);
const threads = parameters.get('threads');

const toggle = element<HTMLButtonElement>('toggle');
const restart = element<HTMLButtonElement>('restart');

showErrors();

type State = 'training' | 'paused' | 'done' | 'failed';

let worker = newWorker();
let stop = new AbortController();
let running: Promise<void> = Promise.resolve();
/** The time of the last checkpoint. */
let state: TrainState | undefined;
let seed = 1;
let history: EpochLog[] = [];
let picture: HeatMap | undefined;

// The network on this page is only for drawing; the worker has its own threads.
const { backend } = await chooseBackend(1);
const cells = gridCells();

countFrames();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => picture && draw(picture));

const saved = await SavedRun.open().catch((error: unknown) => {
  enter('failed', whyNotOpened(error));
  toggle.disabled = true;
  restart.disabled = true;
});
if (saved !== undefined) await begin(saved);

async function begin(run: SavedRun): Promise<void> {
  toggle.addEventListener('click', () => {
    if (document.body.dataset['state'] === 'training') {
      run.isPaused = true;
      stop.abort();
    } else {
      run.isPaused = false;
      start(run);
    }
  });
  restart.addEventListener('click', async () => {
    restart.disabled = true;
    stop.abort();
    await running;
    await run.clear();
    seed += 1;
    state = undefined;
    start(run);
  });
  state = await run.load();
  if (state === undefined) start(run);
  else if (run.isPaused || isOver(state)) await showSaved(state);
  else start(run);
}

function isOver({ position: { epoch, epochEnded } }: TrainState): boolean {
  return epochEnded && epoch >= epochs;
}

/** Shows a run that does not continue by itself, as it was left. */
async function showSaved(from: TrainState): Promise<void> {
  ({ seed } = from.run);
  history = [...from.history];
  const model = newNetwork(backend, seed, from.parameters);
  showHistory();
  showPosition(from.position);
  await showWeights(model);
  model.dispose();
  say('saved', placeOf(from));
  if (isOver(from)) enter('done', 'Done.');
  else enter('paused', `Paused before this page was loaded, ${placeOf(from)}.`);
}

function start(run: SavedRun): void {
  stop = new AbortController();
  running = train(run).catch((error: unknown) => {
    enter('failed', 'It stopped.');
    warn(String(error));
    // The worker may have ended.
    worker.terminate();
    worker = newWorker();
  });
}

async function train(run: SavedRun): Promise<void> {
  const resume = state;
  seed = resume?.run.seed ?? seed;
  history = [...(resume?.history ?? [])];
  enter('training', resume === undefined ? 'Training.' : `Training. Continued from the checkpoint ${placeOf(resume)}.`);
  say('weights', '–');
  if (resume === undefined) say('saved', 'nothing yet');
  showHistory();
  const save = async (taken: TrainState): Promise<void> => {
    await run.save(taken);
    state = taken;
    say('saved', `${placeOf(taken)}, ${new Date().toLocaleTimeString()}`);
  };
  const model = newNetwork(backend, seed, resume?.parameters);
  let isAborted = false;
  try {
    let pictured = Number.NEGATIVE_INFINITY;
    const events = trainInWorker(
      worker,
      model,
      { type: 'spirals', seed, part: 'training' },
      {
        ...settings(seed, epochs),
        validation: { type: 'spirals', seed, part: 'validation' },
        callbacks: [{ type: 'ModelCheckpoint', save, everySteps: STEPS_BETWEEN_SAVES }],
        weightsAt: 'epoch-end',
        signal: stop.signal,
        backend: threads === null ? {} : { threads: Number(threads) },
        ...(resume && { resume }),
      },
    );
    for await (const event of events) {
      show(event);
      if (event.type === 'done') isAborted = event.aborted;
      if (event.type !== 'epoch-end' || performance.now() - pictured < PICTURE_EVERY) continue;
      await drawSurface(model);
      pictured = performance.now();
    }
    await showWeights(model);
  } finally {
    model.dispose();
  }
  if (isAborted) enter('paused', state === undefined ? 'Paused.' : `Paused ${placeOf(state)}.`);
  else enter('done', 'Done.');
}

function show(event: TrainEvent): void {
  if (event.type === 'batch') showPosition(event);
  if (event.type !== 'epoch-end') return;
  history.push(event.log);
  showHistory();
}

function placeOf({ position: { epoch, step, epochEnded } }: TrainState): string {
  return epochEnded ? `after epoch ${epoch}` : `in epoch ${epoch}, after step ${step}`;
}

function showPosition({ epoch, step }: { readonly epoch: number; readonly step: number }): void {
  const steps = Math.ceil(TRAINING_POINTS / 32);
  element<HTMLProgressElement>('progress').value = ((epoch - 1) * steps + step) / (epochs * steps);
  say('position', `Step ${step} of ${steps}`);
  say('epoch', `${epoch} / ${epochs}`);
}

function showHistory(): void {
  say('network', `2 inputs, two hidden layers of ${HIDDEN} tanh, 1 output. Adam, batches of 32, seed ${seed}.`);
  const { loss, val_binaryAccuracy: accuracy } = history.at(-1) ?? {};
  say('loss', loss?.toFixed(6) ?? '–');
  say('accuracy', accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(1)} %`);
  const of = (name: string): number[] => history.map((log) => log[name] as number);
  drawLossCurve(element('curve'), of('loss'), epochs, of('val_loss'));
}

async function showWeights(model: Network): Promise<void> {
  await drawSurface(model);
  const arrays = await Promise.all(model.parameters.list.map(({ value }) => value.data()));
  const bytes = await new Blob(arrays as Float32Array<ArrayBuffer>[]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  say('weights', Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

async function drawSurface(model: Network): Promise<void> {
  const { x, y } = spiralPoints(seed, 'training');
  const { data } = await predict(model, cells, { batchSize: GRID * GRID });
  picture = { surface: data, points: { x: x.subarray(0, 800), y: y.subarray(0, 400) } };
  draw(picture);
}

function draw(what: HeatMap): void {
  drawHeatMap(element('surface'), what);
}

function enter(next: State, status: string): void {
  document.body.dataset['state'] = next;
  say('status', status);
  toggle.textContent = next === 'training' ? 'Pause' : 'Continue';
  toggle.disabled = next === 'done';
  restart.disabled = false;
}
