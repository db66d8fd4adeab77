// Starts a process that keeps saving checkpoints, kills it at a random moment, and repeats. After each kill, every
// checkpoint must load as it was saved, and the last one that was reported as saved must be there, or newer ones must
// have replaced it. Needs the built package (npm run build).
//
//   node packages/checkpoint/scripts/kill-saves.mjs [--kills 200]
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dense } from '@nablajs/core';
import { openCheckpointFolder, readCheckpointFolder } from '../dist/index.js';

const SELF = fileURLToPath(import.meta.url);
const WEIGHTS = 250_000;
const KEEP = 2;
const [role, folderOfSaver] = process.argv.slice(2);

if (role === 'save') {
  await saveWithoutEnd(folderOfSaver);
} else {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
  await killOften(Number(values.kills));
}

/** After an epoch; every weight is its number. */
function stateAt(epoch) {
  const weights = dense(new Float32Array(WEIGHTS).fill(epoch), [WEIGHTS]);
  return {
    run: { seed: 7, examples: 400, batchSize: 2, shuffle: true, parts: 1, schedule: null },
    position: {
      epoch,
      step: 200,
      steps: 200 * epoch,
      sums: { names: ['loss'], numbers: [1, 4] },
      learningRate: 0.1,
      epochEnded: true,
      validatedAt: 0,
    },
    unreported: [],
    history: [],
    parameters: new Map([['0.weight', weights]]),
    optimizer: {
      config: { type: 'SGD', learningRate: 0.1 },
      steps: epoch,
      counts: {},
      slots: new Map([['0.weight/velocity', weights]]),
    },
    callbacks: {},
  };
}

async function saveWithoutEnd(folder) {
  const store = await openCheckpointFolder(folder, { keep: KEEP });
  const [last] = (await store.list()).slice(-1);
  for (let epoch = (last?.epoch ?? 0) + 1; ; epoch++) {
    await store.save(stateAt(epoch), { best: epoch % 5 === 0 });
    process.send(epoch);
  }
}

async function killOften(kills) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-kill-saves-'));
  let inside = 0;
  let saves = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const told = await saveAndKill(folder);
    // What a save or a removal leaves in the middle: the kill came there.
    inside += Number(readdirSync(folder).some((name) => name.startsWith('.nabla-')));
    const reader = readCheckpointFolder(folder);
    const entries = await reader.list();
    for (const { name, epoch } of entries) checkState((await reader.load(name)).state, epoch, name);
    const last = entries.at(-1)?.epoch ?? 0;
    saves = last;
    if (last < told) throw new Error(`kill ${kill}: epoch ${told} was saved, but ${folder} ends with ${last}`);
    const expected = entries.filter(({ epoch }) => epoch > last - KEEP || epoch === last - (last % 5));
    const spare = entries.length - expected.length;
    // One that fell out of the last ones, and the best before.
    if (spare > 2) throw new Error(`kill ${kill}: ${spare} checkpoints too many in ${folder}`);
  }
  await (await openCheckpointFolder(folder)).close();
  const left = readdirSync(folder).filter((name) => !/^\d{4,}-epoch-\d+(-best)?$/.test(name));
  if (left.length > 0) throw new Error(`${folder} holds ${left}`);
  rmSync(folder, { recursive: true });
  console.log(`${kills} kills, ${inside} of them inside of a save or a removal, ${saves} saves: nothing lost`);
}

/** The last epoch that the process reported as saved. */
async function saveAndKill(folder) {
  const child = fork(SELF, ['save', folder]);
  let told = 0;
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  await new Promise((resolve, reject) => {
    child.on('message', (epoch) => {
      told = epoch;
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the process ended by itself, with ${code}`)));
  });
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  child.kill('SIGKILL');
  const how = await ended;
  if (how !== 'SIGKILL') throw new Error(`the process ended with ${how}`);
  return told;
}

function checkState({ position, parameters, optimizer }, epoch, name) {
  const weights = [parameters.get('0.weight'), optimizer.slots.get('0.weight/velocity')];
  const whole = weights.every(({ data }) => data.length === WEIGHTS && data.every((value) => value === epoch));
  if (!whole || position.epoch !== epoch) throw new Error(`${name} does not hold epoch ${epoch}`);
}
