/**
 * Checks the backend on an adapter: SwiftShader, or that of the driver that VK_ICD_FILENAMES names. Needs a build.
 *
 *     node scripts/check-webgpu.mjs [--write] [conformance] [gradients] [presets] [gpt] [digests]
 *
 * Without names it checks everything, for about half an hour on SwiftShader. `--write` puts the adapter's deviations
 * into the table of the README. Exits with 1 if something is wrong.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { createBackend } from '@nablajs/backend-webgpu';
import { digestBytes, shortRun } from '@nablajs/golden';
import { checkCase, checkOperation, gradientCases, operationCases } from '@nablajs/gradcheck';
import { sequenceCases } from '@nablajs/sequences/testing';
import { checkDeviations } from './conformance.mjs';
import { trainGpt } from './gpt.mjs';
import { withAdapter } from './with-adapter.mjs';

const CLI = fileURLToPath(new URL('../../../apps/cli/bin/nabla.js', import.meta.url));
/** The most that a loss may differ from that of wasm, relative to it. */
const LOSS_TOLERANCE = 1e-3;

/** Every small network of gradcheck, and every operation, against wasm: within 1e-4, and the same bits twice. */
async function gradients(backend) {
  const against = await createWasm({ threads: 1 });
  const problems = [];
  const take = (name, report) => problems.push(...report.problems.map((problem) => `${name}: ${problem}`));
  const networks = [...gradientCases(), ...sequenceCases()];
  for (const one of networks) take(one.name, await checkCase(one, backend, 'float32', { against }));
  const operations = operationCases();
  for (const one of operations) take(one.name, await checkOperation(one, backend, 'float32', { against }));
  await against.dispose();
  console.log(`gradients: ${networks.length} networks and ${operations.length} operations`);
  return problems;
}

/** 50 steps of the presets on MNIST beside wasm, by the command: its gradients, its losses and its accuracy. */
function presets() {
  return ['quick', 'cnn'].flatMap((preset) => {
    const flags = ['--backends', 'wasm,webgpu', '--dtype', 'float32', '--preset', preset, '--steps', '50'];
    const args = [CLI, 'parity', ...flags, '--filter', 'matmul float32 17x5x3'];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    return status === 0 ? [] : [`preset ${preset}: nabla ${args.slice(1).join(' ')} ended with ${status}`];
  });
}

/** A GPT of two blocks of width 32, 20 steps, beside wasm, and a second time. */
async function gpt(backend) {
  const wasm = await createWasm({ threads: 1 });
  const expected = await trainGpt(wasm);
  await wasm.dispose();
  const [first, second] = [await trainGpt(backend), await trainGpt(backend)];
  const worst = Math.max(...expected.losses.map((loss, step) => Math.abs(first.losses[step] - loss) / loss));
  console.log(`gpt: ${expected.losses.length} steps, loss ${first.losses.at(-1)}, at most ${worst} from wasm's`);
  return [
    ...(worst <= LOSS_TOLERANCE ? [] : [`gpt: the loss differs by ${worst} from that of wasm`]),
    ...(digestBytes(first.weights) === digestBytes(second.weights) ? [] : ['gpt: two runs give different bits']),
  ];
}

/** Two runs of a dense and of a convolutional network give one digest. */
async function digests(backend) {
  const [first, second] = [await shortRun(backend, 'float32'), await shortRun(backend, 'float32')];
  console.log(`digests: ${JSON.stringify(first)}`);
  return Object.keys(first).flatMap((name) => (first[name] === second[name] ? [] : [`digests: ${name} differs`]));
}

const PARTS = { conformance: checkDeviations, gradients, presets, gpt, digests };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) throw new Error(`expected some of ${Object.keys(PARTS).join(', ')}. Received ${unknown}.`);
const adapter = await withAdapter();
console.log(`adapter: ${adapter.description}`);

const problems = [];
for (const [name, check] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const start = performance.now();
  const backend = await createBackend();
  problems.push(...(await check(backend, { adapter, write: values.write })));
  await backend.dispose();
  console.log(`${name} took ${Math.round((performance.now() - start) / 1000)} s`);
}
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'ok' : `FAILED: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
