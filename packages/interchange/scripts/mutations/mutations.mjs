/** The loop of the mutate-*.mjs scripts: reads files with random changes, and judges how each was read. */
import { parseArgs } from 'node:util';
import { isNablaError, Random } from '@nablajs/core';

/** What one file may take: processor time, and how far all files may raise the peak of memory. */
const [MOST_SECONDS, MOST_MEGABYTES] = [2, 200];
/** So many files that went wrong are shown. */
const MOST_SHOWN = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const random = new Random(Number(values.seed));

/** A number in [0, 1). */
export const uniform = () => random.uniform();
/** A whole number in [0, limit). */
export const below = (limit) => Math.floor(random.uniform() * limit);
export const pick = (list) => list[below(list.length)];

/** Whether the arguments choose a format: all of them, if they name none. */
export const isChosen = (format) => positionals.length === 0 || positionals.includes(format);

/**
 * Reads as many files as `--cases` says, or `cases`, and prints a line. `make` returns how to read a changed file, and
 * what that returns is counted. It may throw a NablaError of one line that `isExpected` accepts. Sets the exit code to
 * 1 if it does anything else, or takes more than it may.
 */
export function readMutated(format, cases, make, isExpected = () => true) {
  const count = Number(values.cases ?? cases);
  const before = process.resourceUsage().maxRSS;
  const counts = new Map();
  let [slowest, wrong] = [0, 0];
  for (let at = 0; at < count; at++) {
    const { read, shown } = make();
    const start = process.cpuUsage();
    let outcome;
    try {
      outcome = read();
    } catch (error) {
      outcome = 'refused';
      const isFine = isNablaError(error) && !/[\n\r]/.test(error.message) && isExpected(error);
      if (!isFine) {
        wrong += 1;
        if (wrong <= MOST_SHOWN) console.error(`${format}, case ${at}: ${error.stack ?? error}\n${shown?.() ?? ''}`);
      }
    }
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const { user, system } = process.cpuUsage(start);
    slowest = Math.max(slowest, (user + system) / 1e6);
  }
  const rise = Math.round((process.resourceUsage().maxRSS - before) / 1024);
  const isFine = wrong === 0 && slowest < MOST_SECONDS && rise < MOST_MEGABYTES;
  if (!isFine) process.exitCode = 1;
  const outcomes = Array.from(counts, ([outcome, times]) => `${times} ${outcome}`).join(', ');
  console.log(
    `${isFine ? 'ok' : 'FAILED'} ${format}: ${count} files, seed ${values.seed}: ${outcomes}; ${wrong} wrong, ` +
      `slowest ${slowest.toFixed(2)} s, memory +${rise} MB`,
  );
}

/** A file as text, for messages. */
export const base64 = (bytes) => Buffer.from(bytes).toString('base64').slice(0, 4000);
