/**
 * Records what the host asks of the addon in conformance cases, for ../native/test/replay.c.
 *
 * node scripts/record.mjs FILE [VARIANT [EVERY]]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { cases } from '@nablajs/conformance';
import { loadAddon } from '../dist/addon.js';
import { assembleBackend } from '../dist/host/assemble.js';
import { NativeEngine } from '../dist/native-engine.js';

const [path, name = 'baseline', every = '1'] = process.argv.slice(2);
const THREADS = 3;
const [GROW, RUN, WRITE, READ] = [1, 2, 3, 4];

const addon = loadAddon();
const file = openSync(path, 'w');
const note = (numbers, values = new Uint8Array()) => {
  writeSync(file, new Float64Array(numbers));
  if (values.byteLength > 0) writeSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
};
// `given` holds the arguments, the kernel's number and its items (../src/native-engine.ts).
const ARGUMENTS = 80;
/** The engine of each function that records its runs. */
const engines = new Map();
const recording = {
  ...addon,
  create: (variant, fast, threads, reserve, commit, array) => {
    note([threads, reserve, commit]);
    const engine = addon.create(variant, fast, threads, reserve, commit, array);
    const run = () => {
      note([RUN, ...array.subarray(ARGUMENTS)], array.slice(0, ARGUMENTS));
      engine();
    };
    engines.set(run, engine);
    return run;
  },
  grow: (engine, bytes) => {
    note([GROW, bytes]);
    return addon.grow(engines.get(engine), bytes);
  },
  write: (engine, address, values) => {
    note([WRITE, address, values.byteLength], values);
    addon.write(engines.get(engine), address, values);
  },
  read: (engine, address, values) => {
    addon.read(engines.get(engine), address, values);
    // NaN has other bits with another compiler, so the recording says what is a float.
    const floatBytes = /^Float/.test(values.constructor.name) ? values.BYTES_PER_ELEMENT : 0;
    note([READ, address, values.byteLength, floatBytes], values);
  },
};

for (const name of ['settle', 'dispose']) recording[name] = (engine) => addon[name](engines.get(engine));

const variant = addon.variants().find((one) => one.name === name && !one.fast);
const backend = assembleBackend(
  new NativeEngine(recording, variant, { threads: THREADS, maximumBytes: 2 ** 32 }),
  variant.name,
);
const chosen = cases()
  .filter(({ observe }) => observe !== undefined)
  .filter((_, at) => at % Number(every) === 0);
for (const one of chosen) await one.observe(backend);
await backend.dispose();
closeSync(file);
console.log(`${chosen.length} cases`);
