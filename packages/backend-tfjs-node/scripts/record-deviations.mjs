/**
 * `node record-deviations.mjs ENGINE` prints the cases of the conformance kit that an engine fails on this machine,
 * with expected and received values. Use it when you upgrade TensorFlow or change cases, and find the reasons yourself.
 * Needs a build.
 */
import { cases } from '@nablajs/conformance';
import { createBackend } from '../dist/index.js';

const backend = await createBackend({ engine: process.argv[2] });
for (const one of cases(backend)) {
  if (one.notApplicable(backend) !== undefined) continue;
  try {
    await one.run(backend);
  } catch ({ code, message, expected, received, elements }) {
    if (code !== 'mismatch') throw new Error(message);
    console.log(`'${one.name}', // expected ${expected}, received ${received}; ${elements} elements`);
  }
}
await backend.dispose();
