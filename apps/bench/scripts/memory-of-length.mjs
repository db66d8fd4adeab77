/**
 * Measures how the memory of a training step grows with the length of sequences: two steps of the preset `gpt` on
 * sequences of 128 tokens, and on as many of 1,024. The peak is the most that was resident, less that of a process
 * which only loaded the model and wrote a token. Exits with 1 if the peak of the longer ones is more than 8.5 times
 * that of the shorter ones. Needs the built package, Linux, and minutes.
 *
 *   node apps/bench/scripts/memory-of-length.mjs [--backends wasm,native] [--peers torch] [--batch 32]
 */
import { parseArgs } from 'node:util';
import { CandidateProcess } from '../dist/harness/candidate-process.js';
import { backendCandidate, peerCandidates } from '../dist/harness/candidates.js';
import { makeFolder, removeFolder } from '../dist/harness/temporary-folder.js';
import { writeInputs } from '../dist/harness/write-inputs.js';
import { expectOk } from '../dist/protocol.js';
import { generation, gptStep } from '../dist/workloads/sequences.js';

const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'wasm,native' },
    peers: { type: 'string', default: '' },
    batch: { type: 'string', default: '32' },
  },
});
const batch = Number(values.batch);
const [SHORT, LONG] = [128, 1024];
const MOST = 8.5;

async function peakOf({ launch }, planned) {
  const folder = makeFolder();
  const candidate = new CandidateProcess(launch);
  try {
    const workload = await writeInputs(planned, await planned.inputs(), folder);
    expectOk(await candidate.ask({ do: 'hello' }));
    expectOk(await candidate.ask({ do: 'prepare', workload: { ...workload, resultSteps: 2 }, folder }));
    return expectOk(await candidate.ask({ do: 'memory' })).peakBytes;
  } finally {
    await candidate.close();
    removeFolder(folder);
  }
}

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const named = (list) => list.split(',').filter(Boolean);

const backends = await Promise.all(named(values.backends).map((name) => backendCandidate(name, process.cwd())));
const { found, missing } = await peerCandidates(named(values.peers), []);
for (const candidate of [...backends, ...found, ...missing]) {
  const { name, reason, install } = candidate;
  if (reason !== undefined) {
    console.log(`${name}: not measured (${reason}). Install it: ${install}`);
    continue;
  }
  const base = await peakOf(candidate, generation(1, LONG));
  const short = (await peakOf(candidate, gptStep(batch, SHORT, LONG))) - base;
  const long = (await peakOf(candidate, gptStep(batch, LONG, LONG))) - base;
  const ratio = long / short;
  console.log(
    `${name}: ${batch} sequences of ${SHORT} tokens ${megabytes(short)}, of ${LONG} ${megabytes(long)}, above ` +
      `${megabytes(base)} without a step: ${ratio.toFixed(2)} times (at most ${MOST})`,
  );
  if (!(ratio <= MOST) && backends.includes(candidate)) process.exitCode = 1;
}
