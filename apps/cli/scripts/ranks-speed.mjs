// Measures what ranks cost: one rank with --distributed against a training without it, for the presets seed, quick and
// cnn; and two ranks of one thread against one rank of two threads, for cnn. The two take turns. A time is that of an
// epoch without its validation; the first epoch of a process does not count. Prints medians and the speed of the second
// relative to the first. Needs the built command (npm run build), the addon (npx nabla-mpi build), two cores, and an
// otherwise idle machine.
//
//   node apps/cli/scripts/ranks-speed.mjs [--rounds 5] [--mpirun PATH] [--backend native] [--presets seed,quick,cnn]
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstImages, launcherAt, listOf, machine, printTable, run } from './mpi-runs.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    mpirun: { type: 'string', default: 'mpirun' },
    backend: { type: 'string', default: 'native' },
    presets: { type: 'string', default: 'seed,quick,cnn' },
  },
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds >= 1))
  throw new Error(`--rounds: expected a whole number >= 1. Received ${values.rounds}.`);
const launcher = launcherAt(values.mpirun);

const scratch = mkdtempSync(join(tmpdir(), 'nabla-speed-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
// 50 steps an epoch.
const few = ['--data', firstImages(join(scratch, 'images')), '--batch-size', '128'];
const flagsOf = {
  seed: ['--epochs', '6'],
  quick: [...few, '--epochs', '6'],
  cnn: [...few, '--epochs', '3'],
};

const alone = (threads) => ({ name: `without --distributed, ${threadsText(threads)}`, ranks: 0, threads });
const onRanks = (ranks, threads) => ({ name: `${ranks} rank(s), ${threadsText(threads)}`, ranks, threads });
const threadsText = (threads) => `${threads} thread${threads === 1 ? '' : 's'}`;
const comparisons = listOf(values.presets).map((preset) => ({ preset, sides: [alone(2), onRanks(1, 2)] }));
if (listOf(values.presets).includes('cnn')) {
  comparisons.push({ preset: 'cnn', sides: [onRanks(1, 2), onRanks(2, 1)] });
}

console.log(`${machine()}, backend ${values.backend}, load ${loadavg()[0].toFixed(2)}\n`);
const rows = [['preset', 'first', 'ms per epoch', 'second', 'ms per epoch', 'speed of the second']];
for (const { preset, sides } of comparisons) {
  const times = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, side] of sides.entries()) times[at].push(...(await epochTimes(preset, side)));
  }
  const [a, b] = times.map(median);
  const cells = sides.flatMap(({ name }, at) => [name, `${(1000 * median(times[at])).toFixed(0)}`]);
  rows.push([preset, ...cells, (a / b).toFixed(2)]);
  process.stderr.write(`${rows.at(-1).join(', ')}\n`);
}
printTable(rows);
console.log(`\nMedians of ${rounds} processes each, in turns; load at the end ${loadavg()[0].toFixed(2)}.`);

/** Returns the seconds of each epoch but the first. */
async function epochTimes(preset, { ranks, threads }) {
  const flags = ['train', '--preset', preset, ...flagsOf[preset], '--backend', values.backend, '--no-run'];
  const shared = ranks === 0 ? [] : ['--distributed'];
  const lines = await run(launcher, ranks, [...flags, ...shared, '--threads', `${threads}`]);
  return lines.filter(({ event, epoch }) => event === 'epoch-end' && epoch > 1).map(({ seconds }) => seconds);
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
