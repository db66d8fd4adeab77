// Kills a random rank of `nabla train --distributed` with SIGKILL at a random moment. All other processes must then end
// within 10 s, and mpirun with an exit code that is not 0. The run is resumed on 1, 2 or 4 ranks, until it has ended.
// Then its weights, its checkpoint and its events (except their seconds) must equal those of a run that never stopped,
// to the bit. Prints a table, and exits with 1 if something is wrong. Needs the built command (npm run build) and the
// addon (npx nabla-mpi build).
//
//   node apps/cli/scripts/kill-ranks.mjs [--kills 50] [--mpirun PATH]
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Random } from '@nablajs/core';
import { differencesOf, makeImages, modified } from './killed-runs.mjs';
import { launcherAt, machine, printTable, start } from './mpi-runs.mjs';

const MOST_SECONDS = 10;
const RANKS = [1, 2, 4];
/** The runs to kill. */
const KINDS = [
  { name: 'quick, wasm', flags: ['--preset', 'quick', '--backend', 'wasm', '--epochs', '80'] },
  { name: 'seed, native', flags: ['--preset', 'seed', '--backend', 'native', '--epochs', '200'] },
];
const EVERY = ['--checkpoint-every', '7 steps'];

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, mpirun: { type: 'string', default: 'mpirun' } },
});
const kills = Number(values.kills);
if (!(Number.isInteger(kills) && kills >= 1))
  throw new Error(`--kills: expected a whole number >= 1. Received ${values.kills}.`);
const launcher = launcherAt(values.mpirun);

const scratch = mkdtempSync(join(tmpdir(), 'nabla-ranks-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const data = makeImages(join(scratch, 'images'));
// The exact moments still depend on the machine.
const random = new Random(1);
const drawn = (list) => list[Math.floor(random.uniform() * list.length)];

console.log(`${machine()}\n`);
const rows = [['run', 'kills', 'longest end', 'resumed on 1, 2, 4 ranks', 'runs', 'equal bits']];
for (const [at, kind] of KINDS.entries()) {
  const quota = Math.floor(kills / KINDS.length) + (at < kills % KINDS.length ? 1 : 0);
  if (quota > 0) await killOften(kind, quota);
}
printTable(rows);

async function killOften({ name, flags }, quota) {
  const settings = ['--data', data, ...flags, ...EVERY, '--quiet', '--threads', '1'];
  const begin = (run, out) => ['train', ...settings, '--run', run, '--out', out, '--distributed'];
  const resume = (run, out) => ['train', '--resume', run, '--out', out, '--quiet', '--threads', '1', '--distributed'];
  const whole = { run: join(scratch, `whole-${rows.length}`), out: join(scratch, `whole-${rows.length}-model`) };
  await finished(start(launcher, 1, begin(whole.run, whole.out)));
  const seen = { kills: 0, longest: 0, resumed: RANKS.map(() => 0), runs: 0, equal: true };
  while (seen.kills < quota) {
    seen.runs += 1;
    const run = join(scratch, `${rows.length}-${seen.runs}`);
    const out = `${run}-model`;
    for (let begun = false; ; begun = existsSync(join(run, 'run.json'))) {
      const ranks = begun ? drawn(RANKS) : drawn([2, 4]);
      if (begun) seen.resumed[RANKS.indexOf(ranks)] += 1;
      const child = start(launcher, ranks, begun ? resume(run, out) : begin(run, out));
      if (seen.kills >= quota || !(await killed(child, run, ranks, seen))) {
        await finished(child);
        break;
      }
      seen.kills += 1;
      process.stderr.write(`\r${name}: ${seen.kills} of ${quota} kills   `);
    }
    const differences = differencesOf(whole, { run, out });
    for (const difference of differences) console.error(`\n${name}, run ${seen.runs}: ${difference}`);
    seen.equal &&= differences.length === 0;
    rmSync(run, { recursive: true });
    rmSync(out, { recursive: true });
  }
  process.stderr.write('\n');
  const { longest, resumed, runs, equal } = seen;
  rows.push([name, seen.kills, `${longest.toFixed(1)} s`, resumed.join(', '), runs, equal ? 'yes' : 'NO']);
  if (!equal || longest > MOST_SECONDS) process.exitCode = 1;
}

/** Kills one rank once all of them train. Resolves to false if the training has already ended. */
async function killed(child, run, ranks, seen) {
  const alive = () => child.exitCode === null && child.signalCode === null;
  const began = Date.now();
  const logs = Array.from({ length: ranks }, (_, rank) => join(run, 'ranks', `rank-${rank}.jsonl`));
  let pids = [];
  while (alive() && !(modified(join(run, 'events.jsonl')) > began && pids.length > 0 && pids.every(isThere))) {
    await pause(2);
    pids = logs.map(lastPid);
  }
  if (!alive()) return false;
  await pause(random.uniform() * 400);
  if (!alive()) return false;
  const victim = drawn(pids);
  try {
    process.kill(victim, 'SIGKILL');
  } catch {
    return false;
  }
  const start = performance.now();
  const { code, signal } = await child.done;
  while (pids.some(isThere) && performance.now() - start < 3000 * MOST_SECONDS) await pause(5);
  seen.longest = Math.max(seen.longest, (performance.now() - start) / 1000);
  for (const pid of pids.filter(isThere)) {
    console.error(`\nprocess ${pid} did not end after rank ${pids.indexOf(victim)} was killed.`);
    process.exitCode = 1;
    process.kill(pid, 'SIGKILL');
  }
  if (code === 0 || (code === null && signal === null)) {
    console.error('\nmpirun ended with 0 although a rank was killed.');
    process.exitCode = 1;
  }
  return true;
}

/** Returns the process that opened a rank's log last; undefined while none has written its line. */
function lastPid(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const line = lines.findLast((text) => text.includes('"pid"'));
  return line && JSON.parse(line).pid;
}

function isThere(pid) {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function finished(child) {
  const { code, signal, stderr } = await child.done;
  if (code !== 0) throw new Error(`nabla train ended with ${code ?? signal}: ${stderr}`);
}
