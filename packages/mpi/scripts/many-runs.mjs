/**
 * Starts a short training on two ranks many times, and counts the runs that fail or that give other bits: a crash in
 * one of fifty runs is only seen this way. Needs a build, and the addon for that MPI (`nabla-mpi build`).
 *
 *   --mpirun COMMAND   with its arguments. Default: mpirun
 *   --ranks N          Default: 2
 *   --runs N           Default: 60
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Adam, Dense, dense, fit, ReLU, Sequential, SoftmaxCrossEntropy } from '@nablajs/core';
import { shards } from '@nablajs/core/shards';

const { values: options } = parseArgs({
  options: {
    mpirun: { type: 'string', default: 'mpirun' },
    ranks: { type: 'string', default: '2' },
    runs: { type: 'string', default: '60' },
    rank: { type: 'boolean', default: false },
  },
});

/** What a rank does: two epochs on 640 rows of noise, with threads of WebAssembly beside those of MPI. */
async function train() {
  const { openMpi } = await import('../dist/index.js');
  const { createBackend } = await import('../../backend-wasm/dist/index.js');
  const ranks = await openMpi();
  const backend = await createBackend({ threads: 2 });
  const model = new Sequential(backend, { inputShape: [50], layers: [new Dense(300), new ReLU(), new Dense(10)] });
  const dataset = {
    length: 640,
    inputShape: [50],
    batch: (indices) => ({
      x: dense(
        Float32Array.from(
          { length: 50 * indices.length },
          (_, at) => ((indices[Math.floor(at / 50)] * 31 + at) % 17) / 17,
        ),
        [indices.length, 50],
      ),
      y: dense(
        indices.map((index) => index % 10),
        [indices.length],
      ),
    }),
  };
  const distribution = shards({ communicator: ranks });
  await fit(model, dataset, {
    loss: new SoftmaxCrossEntropy(),
    optimizer: new Adam(),
    epochs: 2,
    batchSize: 64,
    distribution,
  });
  const hash = createHash('sha256');
  for (const { value } of model.parameters) hash.update(new Uint8Array((await value.data()).buffer));
  console.log(`digest ${hash.digest('hex').slice(0, 16)}`);
  await backend.dispose();
  await ranks.close();
}

function runAll() {
  const [mpirun, ...more] = options.mpirun.split(' ');
  const args = [...more, '-n', options.ranks, process.execPath, fileURLToPath(import.meta.url), '--rank'];
  const digests = new Map();
  let failed = 0;
  for (let run = 0; run < Number(options.runs); run++) {
    const { status, stdout, stderr } = spawnSync(mpirun, args, { encoding: 'utf8' });
    const found = [...stdout.matchAll(/digest (\w+)/g)].map(([, digest]) => digest);
    for (const digest of found) digests.set(digest, (digests.get(digest) ?? 0) + 1);
    if (status === 0 && found.length === Number(options.ranks)) continue;
    failed += 1;
    console.log(`run ${run} ended with ${status}: ${stderr}`);
  }
  console.log(`${failed} of ${options.runs} runs failed; digests: ${JSON.stringify(Object.fromEntries(digests))}`);
  console.log(`load of the machine: ${loadavg()[0].toFixed(1)}`);
  return failed === 0 && digests.size === 1;
}

if (options.rank) await train();
else process.exitCode = runAll() ? 0 : 1;
