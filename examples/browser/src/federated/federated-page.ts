/** Connects a page of federated.html to the training with the other page. */
import { type DenseArray, predict } from '@nablajs/core';
import { chooseBackend } from '../backend.js';
import { drawHeatMap, gridCells } from '../heat-map.js';
import { drawLossCurve } from '../loss-curve.js';
import { element, say, showErrors, warn } from '../page.js';
import { type Round, trainTogether } from './federated.js';
import { type Half, pointsOf } from './halves.js';

const ROUNDS = 30;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Takes a half that no other page has, and keeps it until the page is closed. */
async function freeHalf(): Promise<Half | undefined> {
  const isFree = (half: Half): Promise<boolean> =>
    new Promise((resolve, reject) => {
      navigator.locks
        .request(`nabla-federated-${half}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : new Promise(() => {});
        })
        .catch(reject);
    });
  if (await isFree('left')) return 'left';
  return (await isFree('right')) ? 'right' : undefined;
}

async function show({ round, losses, accuracies, model }: Round, half: Half): Promise<void> {
  const { data } = (await predict(model, gridCells())) as DenseArray;
  const surface = Float32Array.from(
    { length: data.length / 2 },
    (_, at) => Number(data[2 * at + 1]) - Number(data[2 * at]),
  );
  drawHeatMap(element('surface'), { surface, points: pointsOf(half) });
  say('round', `${round} / ${ROUNDS}`);
  say('own-loss', losses.own.toFixed(4));
  say('other-loss', losses.other.toFixed(4));
  say('own-accuracy', percent(accuracies.own));
  say('averaged-accuracy', percent(accuracies.averaged));
  const row = document.createElement('tr');
  const numbers = [losses.own, losses.other].map((loss) => loss.toFixed(4));
  const cells = [round, ...numbers, percent(accuracies.own), percent(accuracies.averaged)];
  row.append(...cells.map((value) => Object.assign(document.createElement('td'), { textContent: `${value}` })));
  element('rounds').append(row);
}

async function digestOf({ model }: Round): Promise<string> {
  const parts = [...(await model.parameters.read()).values()].map(({ data }) => data as Float32Array<ArrayBuffer>);
  const bytes = await new Blob(parts).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function start(): Promise<void> {
  const half = await freeHalf();
  if (half === undefined) return warn('Two pages take part already. Close one of them, then reload this page.');
  document.title = `nabla: the ${half} half of two pages that train together`;
  say('half', half);
  const { backend, notice } = await chooseBackend(1);
  if (notice !== undefined) warn(notice);
  const channel = new BroadcastChannel('nabla-federated');
  const losses: { own: number[]; other: number[] } = { own: [], other: [] };
  say('status', 'Waiting for the other page …');
  for await (const round of trainTogether(backend, {
    half,
    rounds: ROUNDS,
    channel,
    onRestart: () => location.reload(),
  })) {
    losses.own.push(round.losses.own);
    losses.other.push(round.losses.other);
    say('status', 'The pages train together.');
    await show(round, half);
    drawLossCurve(element('curve'), losses.own, ROUNDS, losses.other);
    if (round.round === ROUNDS) say('weights', await digestOf(round));
  }
  say('status', 'Done. Both pages have the same network. Reload one of them, and both start over.');
  document.body.dataset['state'] = 'done';
}

showErrors();
await start();
