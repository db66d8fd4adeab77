/**
 * Measures what one kernel for a chain of four element-wise operations saves, as JSON. Needs a build.
 *
 *     node scripts/fusion.mjs [--sizes 1024,65536,1048576] [--rounds 7]
 *
 * Decision 0046 has the results, and says why chains are not fused.
 */
import { parseArgs } from 'node:util';
import { requestAdapter, requestDevice } from '../dist/gpu/adapter.js';
import { queueOf } from '../dist/gpu/queue.js';
import { applyTo, elementFunction } from '../dist/kernels/broadcasting.js';
import { withAdapter } from './with-adapter.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1024,65536,1048576' },
    rounds: { type: 'string', default: '7' },
  },
});
/** How many chains run before the host waits. */
const REPEATS = 8;

const binary = (name, operator) =>
  elementFunction(name, `fn op(a:u32,b:u32)->u32{return bitcast<u32>(bitcast<f32>(a)${operator}bitcast<f32>(b));}`);
/** ((x y + y) x - y) in four kernels, and in one. */
const CHAIN = [binary('multiply', '*'), binary('add', '+'), binary('multiply', '*'), binary('subtract', '-')];
const FUSED = elementFunction(
  'fused',
  `fn op(a:u32,b:u32)->u32{let x=bitcast<f32>(a);let y=bitcast<f32>(b);return bitcast<u32>((x*y+y)*x-y);}`,
);

function chain(queue, x, y, shape) {
  let made = x;
  for (const [at, run] of CHAIN.entries()) {
    const next = applyTo(queue, run, [made, at === 2 ? x : y], shape, 'float32');
    if (made !== x) queue.release(made.storage);
    made = { storage: next, shape, dtype: 'float32' };
  }
  return made.storage;
}

const fused = (queue, x, y, shape) => applyTo(queue, FUSED, [x, y], shape, 'float32');

/** The time of a chain in ms: of the host until it has given the commands, and until the card has computed. */
async function time(queue, device, run, operands) {
  const start = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) queue.release(run(queue, ...operands));
  queue.flush();
  const host = performance.now() - start;
  await device.queue.onSubmittedWorkDone();
  return { host: host / REPEATS, total: (performance.now() - start) / REPEATS };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const adapter = await withAdapter();
console.error(`adapter: ${adapter.description}`);
const device = await requestDevice(await requestAdapter('high-performance'));
const queue = queueOf(device);
const results = [];
for (const size of values.sizes.split(',').map(Number)) {
  const shape = [size];
  const put = () => {
    const data = Float32Array.from({ length: size }, (_, at) => (at % 101) / 50 - 1);
    return { storage: queue.upload(new Uint32Array(data.buffer)), shape, dtype: 'float32' };
  };
  const operands = [put(), put(), shape];
  const times = { chain: [], fused: [] };
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, run] of Object.entries({ chain, fused })) {
      const one = await time(queue, device, run, operands);
      // The first round compiles.
      if (round >= 0) times[name].push(one);
    }
  }
  const of = (name) => {
    const [host, total] = ['host', 'total'].map((part) => median(times[name].map((one) => one[part])));
    return { hostMs: host, ms: total };
  };
  results.push({ size, chain: of('chain'), fused: of('fused') });
  for (const { storage } of operands.slice(0, 2)) queue.release(storage);
}
queue.dispose();
console.log(JSON.stringify({ adapter, results }));
process.exit(0);
