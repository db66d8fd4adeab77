/** Trains in a Worker, and draws the loss and the answers while it learns. */
import { createBackend } from '@nablajs/backend-wasm';
import { trainInWorker } from '@nablajs/core/worker';
import { answersOf, drawAnswers, drawCurve } from './draw.js';
import { createNetwork, EPOCHS, options, spirals } from './spirals.js';

/** Milliseconds between two pictures of the answers, which this page computes. */
const PICTURE_EVERY = 200;

const element = <E extends Element>(id: string): E => document.getElementById(id) as unknown as E;
const [canvas, curve] = [element<HTMLCanvasElement>('answers'), element<SVGSVGElement>('curve')];
const [status, again] = [element<HTMLElement>('status'), element<HTMLButtonElement>('again')];

const worker = new Worker(new URL('@nablajs/backend-wasm/worker', import.meta.url), { type: 'module' });
// The network of this page is only for drawing. The Worker trains on a backend of its own.
const created = createBackend({ threads: 1 });

async function train(seed: number): Promise<void> {
  again.disabled = true;
  const points = spirals(seed);
  const network = createNetwork(await created, seed);
  const losses: number[] = [];
  let [accuracy, pictured] = [0, 0];
  const events = trainInWorker(worker, network, points, {
    ...options(seed),
    validation: spirals(seed + 1000),
    weightsAt: 'epoch-end',
  });
  for await (const event of events) {
    if (event.type !== 'epoch-end') continue;
    losses.push(event.loss);
    accuracy = event.log['val_binaryAccuracy'] ?? 0;
    drawCurve(curve, losses, EPOCHS);
    status.textContent = `Epoch ${event.epoch} of ${EPOCHS}: ${percent(accuracy)} of new points are right.`;
    if (performance.now() - pictured < PICTURE_EVERY && event.epoch < EPOCHS) continue;
    drawAnswers(canvas, await answersOf(network), points);
    pictured = performance.now();
  }
  network.dispose();
  status.textContent = `Done: ${percent(accuracy)} of new points are right.`;
  again.disabled = false;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function show(error: unknown): void {
  status.textContent = `It stopped: ${error instanceof Error ? error.message : error}`;
}

let seed = 1;
again.addEventListener('click', () => {
  seed += 1;
  train(seed).catch(show);
});
train(seed).catch(show);
