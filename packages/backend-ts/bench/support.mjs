/** Helpers of the benchmarks: interleaved timing, checks of results, and the state of the machine. */
import { cpus, loadavg } from 'node:os';
import { difference } from '@nablajs/core/testing';
import { Bench } from 'tinybench';

export function printMachine() {
  const [load] = loadavg();
  console.log(`Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores, load ${load.toFixed(2)}`);
}

/** Returns random numbers in [-0.5, 0.5), the same in every run. */
export function randomFloats(length, seed = 1) {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

/** Throws if two results differ by more than rounding, so that wrong results are not timed. */
export function assertClose(label, actual, expected, tolerance) {
  const shape = [expected.length];
  const found = difference({ data: actual, shape }, { data: expected, shape }, tolerance);
  if (found !== undefined) throw new Error(`${label}: ${found}`);
}

/** Returns the value below which a share `p` of the samples lies. */
function quantile(sorted, p) {
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

/**
 * Times an object of functions in milliseconds. Returns for each the median of its rounds' medians, and the fastest and
 * slowest round. Every round runs all candidates one after the other, so that a change of load affects all of them.
 */
export async function interleaved(candidates, { rounds = 7, time = 200, iterations = 3 } = {}) {
  const medians = new Map(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({ time, iterations, warmup: round === 0 });
    for (const [name, run] of Object.entries(candidates)) bench.add(name, run);
    await bench.run();
    for (const task of bench.tasks) {
      if (task.result.state !== 'completed') throw task.result.error ?? new Error(`${task.name} did not complete`);
      medians.get(task.name).push(task.result.latency.p50);
    }
  }
  return Object.fromEntries(
    [...medians].map(([name, samples]) => {
      const sorted = samples.toSorted((a, b) => a - b);
      return [name, { median: quantile(sorted, 0.5), low: sorted[0], high: sorted.at(-1) }];
    }),
  );
}

export function formatTiming({ median, low, high }) {
  return `${median.toFixed(3)} ms (rounds ${low.toFixed(3)} to ${high.toFixed(3)})`;
}
