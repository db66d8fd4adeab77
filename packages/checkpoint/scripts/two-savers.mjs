// Two processes save to one folder while a third loads from it. In every second round one saver is killed. Every load
// must return one of the models, complete. Needs the built package (npm run build).
//
//   node packages/checkpoint/scripts/two-savers.mjs [--rounds 50] [--saves 25]
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dense } from '@nablajs/core';
import { loadModel, saveModel } from '../dist/index.js';

const SELF = fileURLToPath(import.meta.url);
const UNITS = { a: 1000, b: 1500 };
const ROLES = { save: saveInLoop, load: loadInLoop };
const [role] = process.argv.slice(2);

if (role in ROLES) {
  await ROLES[role](...process.argv.slice(3));
} else {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '50' }, saves: { type: 'string', default: '25' } },
  });
  const rounds = Number(values.rounds);
  let loads = 0;
  for (let at = 1; at <= rounds; at++) loads += await round(at, values.saves);
  console.log(`${rounds} rounds of 2 processes with ${values.saves} saves each, ${loads} loads: nothing lost`);
}

/** Saver a writes models with 1,000 units, b with 1,500. Every weight is the number of the save. */
function modelOf(saver, save) {
  const units = UNITS[saver];
  return {
    config: { inputShape: [10], layers: [{ type: 'Dense', units, initializer: 'heNormal', bias: false }] },
    dtype: 'float32',
    parameters: new Map([['0.weight', dense(new Float32Array(10 * units).fill(save), [10, units])]]),
    notes: { saver, save },
  };
}

async function saveInLoop(folder, saver, saves) {
  for (let save = 1; save <= Number(saves); save++) await saveModel(folder, modelOf(saver, save));
}

/** Loads until it is told to stop, and says how often. */
async function loadInLoop(folder) {
  let stopped = false;
  process.once('message', () => {
    stopped = true;
  });
  let loads = 0;
  for (; !stopped; loads++) {
    await checkModel(folder);
    await new Promise(setImmediate);
  }
  process.send(loads);
  process.disconnect();
}

async function checkModel(folder) {
  const { notes, config, parameters } = await loadModel(folder);
  const { data } = parameters.get('0.weight');
  const { saver, save } = notes;
  const whole = data.length === 10 * UNITS[saver] && data.every((value) => value === save);
  if (!whole || config.layers[0].units !== UNITS[saver])
    throw new Error(`${folder}: the model of ${saver}, ${save} is mixed`);
}

async function round(at, saves) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-two-savers-'));
  await saveModel(folder, modelOf('a', 0));
  const loader = start('load', folder);
  const counted = new Promise((resolve) => loader.child.once('message', resolve));
  const savers = ['a', 'b'].map((saver) => start('save', folder, saver, saves));
  const kills = at % 2 === 0;
  if (kills) setTimeout(() => savers[0].child.kill('SIGKILL'), 200 + Math.random() * 400).unref();
  const codes = await Promise.all(savers.map(({ ended }) => ended));
  if (loader.child.connected) loader.child.send('stop');
  const loaderCode = await loader.ended;
  // A killed saver leaves a lock and pending files at worst; the next save finishes or removes them.
  await checkModel(folder);
  await saveModel(folder, modelOf('b', 99));
  await checkModel(folder);
  const left = readdirSync(folder).sort().join();
  const failed = codes.filter((code, saver) => code !== 0 && !(kills && saver === 0 && code === 'SIGKILL'));
  if (failed.length > 0 || loaderCode !== 0 || left !== 'model.json,weights.safetensors') {
    throw new Error(`round ${at}: savers ended with ${codes}, the loader with ${loaderCode}; ${folder} holds ${left}`);
  }
  rmSync(folder, { recursive: true });
  return counted;
}

function start(...args) {
  const child = fork(SELF, args);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  return { child, ended };
}
