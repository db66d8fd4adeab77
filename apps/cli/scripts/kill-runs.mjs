// Kills `nabla train` and a program with a step of its own with SIGKILL at random moments, half of them inside a save,
// and resumes them until they have ended.
// Then the weights, the optimizer's state, the callbacks' state and the events (except their seconds) must equal those
// of a run that never stopped, to the bit. A resumption must compute at most the steps between two checkpoints again.
// Prints a table, and exits with 1 if a run differs. Needs the built command (npm run build).
//
//   node apps/cli/scripts/kill-runs.mjs [--kills 300]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '@nablajs/core';
import { differencesOf, makeImages, modified } from './killed-runs.mjs';

const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));
const OWN_STEP = fileURLToPath(new URL('step-run.mjs', import.meta.url));
/** The names of files and folders of an unfinished save. */
const PENDING = /^\.nabla-(new|old)-/;

/** The network that a fine-tuning starts with. */
const BASE = ['--preset', 'quick', '--backend', 'wasm', '--epochs', '1', '--hidden', '64,32'];

/** The runs to kill. `interval`: the number of steps between two checkpoints. */
const KINDS = [
  { name: 'quick, wasm', interval: 7, flags: ['--preset', 'quick', '--backend', 'wasm', '--epochs', '80'] },
  {
    name: 'quick, ts',
    interval: 7,
    flags: ['--preset', 'quick', '--backend', 'ts', '--hidden', '64', '--epochs', '80'],
  },
  {
    name: 'quick in parts, wasm',
    interval: 7,
    flags: ['--preset', 'quick', '--backend', 'wasm', '--epochs', '80', '--parts', '4'],
  },
  { name: 'a step of its own in parts, wasm', interval: 9, backend: 'wasm' },
  { name: 'a step of its own in parts, ts', interval: 9, backend: 'ts' },
  { name: 'seed, wasm', interval: 1, flags: ['--preset', 'seed', '--backend', 'wasm', '--epochs', '300'] },
  {
    name: 'seed, ts',
    interval: 1,
    flags: ['--preset', 'seed', '--backend', 'ts', '--hidden', '64', '--epochs', '200'],
  },
  {
    name: 'quick with a schedule, clipping and early stopping, wasm',
    interval: 5,
    flags: [
      ...['--preset', 'quick', '--backend', 'wasm', '--epochs', '80', '--schedule', 'one-cycle', '--clip-norm', '1'],
      ...['--early-stopping', '70', '--batch-size', '32', '--hidden', '64,32'],
    ],
  },
  {
    name: 'fine-tuning in two stages, wasm',
    interval: 7,
    flags: ['--unfreeze', '2', '--backend', 'wasm', '--epochs', '30', '--early-stopping', '30'],
    isFineTuning: true,
  },
  {
    name: 'float64, RMSprop and a cosine, ts',
    interval: 11,
    flags: [
      ...['--backend', 'ts', '--epochs', '60', '--batch-size', '50', '--hidden', '32', '--dtype', 'float64'],
      ...['--optimizer', 'rmsprop', '--schedule', 'cosine'],
    ],
  },
];

const { values } = parseArgs({ options: { kills: { type: 'string', default: '300' } } });
const kills = Number(values.kills);
if (!(Number.isInteger(kills) && kills >= 1))
  throw new Error(`--kills: expected a whole number >= 1. Received ${values.kills}.`);

const scratch = mkdtempSync(join(tmpdir(), 'nabla-kills-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const data = makeImages(join(scratch, 'images'));
const base = join(scratch, 'base');
await finished(start([NABLA, 'train', '--data', data, ...BASE, '--out', base, '--no-run', '--quiet']), 0);
// The exact moments still depend on the machine.
const random = new Random(1);
const rows = [];
for (const [at, kind] of KINDS.entries()) {
  const quota = Math.floor(kills / KINDS.length) + (at < kills % KINDS.length ? 1 : 0);
  if (quota > 0) rows.push(await killOften(kind, quota));
}
report(rows);

async function killOften({ name, interval, flags: own, backend, isFineTuning }, quota) {
  const flags = isFineTuning ? [...own, '--from', base] : own;
  const every = interval === 1 ? [] : ['--checkpoint-every', `${interval} steps`];
  const trained = (out, ...settings) => [NABLA, 'train', ...settings, '--out', out, '--quiet'];
  const begin = (run, out) =>
    flags ? trained(out, '--data', data, ...flags, ...every, '--run', run) : [OWN_STEP, backend, run, out];
  const resume = (run, out) => (flags ? trained(out, '--resume', run) : begin(run, out));
  const whole = { run: join(scratch, `${rows.length}`), out: join(scratch, `${rows.length}-model`) };
  await finished(start(begin(whole.run, whole.out)), 0);
  const row = { name, interval, kills: 0, inside: 0, resumed: 0, runs: 0, most: 0, equal: true };
  while (row.kills < quota) {
    row.runs += 1;
    const run = join(scratch, `${rows.length}-${row.runs}`);
    const out = `${run}-model`;
    for (let begun = false; ; begun = existsSync(join(run, 'run.json'))) {
      const child = start(begun ? resume(run, out) : begin(run, out));
      const atSave = row.kills % 2 === 0;
      if (row.kills >= quota || !(await killed(child, run, atSave))) {
        await finished(child, 0);
        count(row, run);
        row.resumed += resumptionsOf(run).filter(({ checkpoint }) => checkpoint !== null).length;
        break;
      }
      count(row, run);
      row.kills += 1;
      if (leftovers(run).length > 0) row.inside += 1;
      process.stderr.write(`\r${name}: ${row.kills} of ${quota} kills, ${row.inside} inside a save   `);
    }
    const differences = differencesOf(whole, { run, out });
    for (const difference of differences) console.error(`\n${name}, run ${row.runs}: ${difference}`);
    row.equal &&= differences.length === 0;
    rmSync(run, { recursive: true });
    rmSync(out, { recursive: true });
  }
  process.stderr.write('\n');
  return row;
}

function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    child.text += chunk;
  });
  child.done = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  return child;
}

/** Kills a process once it trains. Resolves to false if it has already ended. `atSave`: kills it during a save. */
async function killed(child, run, atSave) {
  const alive = () => child.exitCode === null && child.signalCode === null;
  const began = Date.now();
  while (alive() && !(modified(join(run, 'events.jsonl')) > began)) await pause(2);
  const checkpoints = join(run, 'checkpoints');
  while (alive() && !existsSync(checkpoints)) await pause(2);
  // Counted in saves, so that runs go on from checkpoints on a busy machine too.
  const saves = Math.floor(random.uniform() * 4) + (atSave ? 1 : 0);
  for (let save = 0; save < saves && alive(); save++) await nextSave(checkpoints, alive);
  // During the write, the sync, the rename, or the removal of an old checkpoint; or in one of the steps after it.
  await pause(random.uniform() * (atSave ? 4 : 100));
  if (!alive()) return false;
  child.kill('SIGKILL');
  const { signal } = await child.done;
  return signal === 'SIGKILL';
}

/** Resolves when a save begins, or when the process ends. */
function nextSave(folder, alive) {
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(timer);
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, (_type, file) => {
      if (PENDING.test(file ?? '')) end();
    });
    const timer = setInterval(() => {
      if (!alive()) end();
    }, 5);
  });
}

async function finished(child, expected) {
  const { code, signal } = await child.done;
  if (code !== expected) throw new Error(`a run ended with ${code ?? signal}, not with ${expected}: ${child.text}`);
}

function leftovers(run) {
  const folder = join(run, 'checkpoints');
  return existsSync(folder) ? readdirSync(folder).filter((name) => PENDING.test(name)) : [];
}

/** Adds the number of steps that the run's last resumption computed again. */
function count(row, run) {
  const last = resumptionsOf(run).at(-1);
  if (last !== undefined) row.most = Math.max(row.most, last.again.steps);
}

function resumptionsOf(run) {
  const path = join(run, 'resumptions.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').map(JSON.parse) : [];
}

function report(all) {
  const total = (key) => all.reduce((sum, row) => sum + row[key], 0);
  console.log(`Node.js ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}\n`);
  const heads = ['run', 'checkpoint every', 'kills', 'inside a save', 'resumed from a checkpoint', 'runs'];
  console.log(`| ${heads.join(' | ')} | steps computed again, at most | equal bits |`);
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
  for (const { name, interval, kills: count, inside, resumed, runs, most, equal } of all) {
    const cells = [name, `${interval} steps`, count, inside, resumed, runs, most, equal ? 'yes' : 'NO'];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const equal = all.every((row) => row.equal);
  const sums = ['kills', 'inside', 'resumed', 'runs'].map(total);
  console.log(`| all | | ${sums.join(' | ')} | | ${equal ? 'yes' : 'NO'} |`);
  const beyond = all.filter(({ interval, most }) => most > interval);
  for (const { name, most } of beyond)
    console.error(`${name}: ${most} steps were computed again, more than an interval.`);
  if (!equal || beyond.length > 0) process.exitCode = 1;
}
