// Writes a CSV of 2 GB, trains one epoch on it, and prints the peak memory. Exits with 1 above 600 MB, or if the
// network learned nothing. Needs the built package (npm run build), disk space, and some minutes.
//
//   node apps/cli/scripts/large-table.mjs [--megabytes 2000]
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '@nablajs/core';

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '2000' } } });
const MOST_MEGABYTES = 600;
const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));
/** Prints the peak resident memory of the process, in kilobytes, after everything else. */
const WATCH = "process.on('exit', () => process.stderr.write('\\n' + process.resourceUsage().maxRSS))";

const random = new Random(1);
const COLOURS = ['red', 'green', 'blue'];

function line() {
  const numbers = Array.from({ length: 9 }, () => random.normal());
  const colour = COLOURS[Math.floor(3 * random.uniform())];
  const answer = 2 * numbers[0] - numbers[1] + (colour === 'red' ? 1 : -1) + 0.5 * random.normal();
  return `${numbers.map((value) => value.toFixed(6)).join()},${colour},${answer.toFixed(5)}\n`;
}

/** Repeats the same 100,000 rows: only their number matters. */
function writeTable(path, bytes) {
  const rows = Buffer.from(Array.from({ length: 100_000 }, line).join(''));
  const file = openSync(path, 'w');
  let written = writeSync(file, 'a,b,c,d,e,f,g,h,i,colour,answer\n');
  while (written < bytes) written += writeSync(file, rows);
  closeSync(file);
  return written;
}

const folder = mkdtempSync(join(tmpdir(), 'nabla-large-'));
try {
  const bytes = writeTable(join(folder, 'large.csv'), Number(values.megabytes) * 1e6);
  const args = ['train', 'large.csv', '--target', 'answer', '--epochs', '1', '--json', '--run', 'run'];
  const watch = ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...watch, NABLA, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  const [{ rows }, { r2 }] = [lines[0], lines.at(-1)];
  const megabytes = Number(stderr.split('\n').at(-1)) / 1000;
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB, ${rows} rows to train on: ${seconds.toFixed(0)} s, R2 ${r2.toFixed(4)}, ` +
      `${megabytes.toFixed(0)} MB of peak memory`,
  );
  if (!(megabytes < MOST_MEGABYTES && r2 > 0.9)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
