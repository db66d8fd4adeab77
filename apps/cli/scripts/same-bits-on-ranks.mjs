// Trains each preset on 1, 2, 4 and 8 ranks, with each backend and each MPI, and compares the weights, to the bit: with
// each other, and with a training of as many parts without MPI. `seed` trains 5 epochs of all images in one batch,
// `quick` its 6 epochs, `cnn` 50 steps of 128 images, `gpt` 200 steps of a small network on this repository's
// ARCHITECTURE.md. More ranks than cores are fine, but slow. Prints the digest of each, and exits with 1 if two digests
// of a preset differ. Needs the built command (npm run build) and the addon for each MPI (npx nabla-mpi build).
//
//   node apps/cli/scripts/same-bits-on-ranks.mjs [--mpirun PATH]... [--backends wasm,native]
//     [--presets seed,quick,cnn,gpt] [--ranks 1,2,4,8]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { firstImages, launcherAt, listOf, machine, printTable, run, weightsDigest } from './mpi-runs.mjs';

const { values } = parseArgs({
  options: {
    mpirun: { type: 'string', multiple: true, default: ['mpirun'] },
    backends: { type: 'string', default: 'wasm,native' },
    presets: { type: 'string', default: 'seed,quick,cnn,gpt' },
    ranks: { type: 'string', default: '1,2,4,8' },
  },
});
const launchers = values.mpirun.map(launcherAt);
const ranks = listOf(values.ranks).map(Number);

const scratch = mkdtempSync(join(tmpdir(), 'nabla-bits-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const few = firstImages(join(scratch, 'images'));
const flagsOf = {
  seed: ['--epochs', '5'],
  quick: [],
  cnn: ['--data', few, '--batch-size', '128', '--epochs', '1'],
  gpt: [
    ...[fileURLToPath(new URL('../../../ARCHITECTURE.md', import.meta.url)), '--epochs', '1', '--batch-size', '8'],
    ...['--blocks', '2', '--width', '48', '--heads', '3', '--context', '32'],
  ],
};

console.log(`${machine()}\n`);
const rows = [['preset', 'backend', 'MPI', 'ranks', 'SHA-256 of the weights']];
const digests = new Map();
for (const preset of listOf(values.presets)) {
  for (const backend of listOf(values.backends)) {
    await train(preset, backend, launchers[0], 0);
    for (const launcher of launchers) for (const count of ranks) await train(preset, backend, launcher, count);
  }
}
printTable(rows);
const differing = [...digests].filter(([, found]) => found.size > 1).map(([preset]) => preset);
for (const preset of differing) console.error(`${preset}: the weights differ.`);
if (differing.length > 0) process.exitCode = 1;

/** Trains on `count` ranks; 0: without MPI. */
async function train(preset, backend, launcher, count) {
  const out = join(scratch, 'model');
  const flags = ['train', '--preset', preset, ...flagsOf[preset], '--backend', backend, '--no-run', '--out', out];
  const shared = count === 0 ? ['--parts', '8'] : ['--distributed', '--parts', '8', '--threads', '1'];
  const [begin] = await run(launcher, count, [...flags, ...shared]);
  const digest = weightsDigest(out);
  rmSync(out, { recursive: true });
  rows.push([preset, backend, begin.mpi ?? 'none', count === 0 ? '-' : `${begin.ranks}`, digest.slice(0, 16)]);
  digests.set(preset, (digests.get(preset) ?? new Set()).add(digest));
  process.stderr.write(`${rows.at(-1).join(', ')}\n`);
}
