/** The measurement with candidates that misbehave. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/harness/candidates.js';
import { Collected } from '../../src/harness/collected.js';
import type { Method } from '../../src/harness/method.js';
import { run } from '../../src/harness/run.js';
import { readAnswer } from '../../src/protocol.js';
import type { ResultFile } from '../../src/result/result-file.js';
import { uniform } from '../../src/workloads/arrays.js';
import type { PlannedWorkload } from '../../src/workloads/index.js';
import { sampleFile } from '../samples.js';

const METHOD: Method = {
  launches: 1,
  rounds: 2,
  seconds: 0.01,
  trainingWarmUpSeconds: 0,
  // A busy machine takes a second to answer at times.
  limitSeconds: 60,
  patienceSeconds: 600,
};

/** The time limit for candidates that hang. Others must answer within it too, even on a busy machine. */
const HASTY: Method = { ...METHOD, limitSeconds: 0.1, patienceSeconds: 5 };

const x = uniform('float32', [3], 1);

const relu: PlannedWorkload = {
  workload: { suite: 'ops', name: 'relu 3', kind: 'unary', dtype: 'float32', flops: null, operation: 'relu' },
  inputs: async () => ({ x }),
};
const exp: PlannedWorkload = { ...relu, workload: { ...relu.workload, name: 'relu again' } };

const memory: PlannedWorkload = {
  workload: {
    suite: 'memory',
    name: 'job',
    kind: 'memory',
    dtype: 'float32',
    flops: null,
    hidden: [],
    optimizer: 'sgd',
    learningRate: 1,
    batchSize: 'full',
    resultEpochs: 1,
  },
  // Two pixels of 0, so that the loss is log 10.
  inputs: async () => ({
    x: { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) },
    labels: { dtype: 'int32', shape: [1], data: Int32Array.of(3) },
    w1: { dtype: 'float32', shape: [2, 10], data: new Float32Array(20) },
    b1: { dtype: 'float32', shape: [10], data: new Float32Array(10) },
  }),
};

const training: PlannedWorkload = {
  ...memory,
  workload: { ...memory.workload, suite: 'train', kind: 'train' } as PlannedWorkload['workload'],
};

/** A candidate that does everything right, except for `changes`: handlers of requests by name. */
function fake(name: string, changes: string, peer = false): Candidate {
  const code = `
    import { createInterface } from 'node:readline';
    import { writeFileSync } from 'node:fs';
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const never = () => sleep(1e6);
    const handlers = {
      hello: () => ({ ok: true, version: '1', detail: '', threads: 1 }),
      prepare({ folder, workload }) {
        const positive = ${JSON.stringify([...x.data])}.map((v) => Math.max(0, v));
        const right = workload.kind !== 'unary' ? [Math.log(10)] : positive;
        writeFileSync(folder + '/mine', new Uint8Array(Float32Array.from(right).buffer));
        return { ok: true, result: 'mine', seconds: 0.001 };
      },
      sample: () => ({ ok: true, samples: [0.001], sink: 0 }),
      release: () => ({ ok: true }),
      memory: () => ({ ok: true, rssBytes: 1e6, peakBytes: 2e6 }),
    };
    Object.assign(handlers, { ${changes} });
    for await (const line of createInterface({ input: process.stdin })) {
      const request = JSON.parse(line);
      console.log(JSON.stringify(await handlers[request.do](request)));
    }
    process.exit();`;
  return { name, peer, launch: { command: process.execPath, args: ['--input-type=module', '-e', code] } };
}

async function measure(
  candidates: readonly Candidate[],
  workloads: readonly PlannedWorkload[] = [relu],
  method = METHOD,
): Promise<{ readonly file: ResultFile; readonly hasFailures: boolean }> {
  const collected = new Collected();
  await run({ workloads, candidates, method, signal: new AbortController().signal, onProgress: () => {} }, collected);
  const { machine } = sampleFile();
  const head = { machine, method, quick: false, baseline: 'good', missing: [], complete: true, created: new Date(0) };
  return { file: collected.file(head), hasFailures: collected.hasFailures };
}

const reasons = (file: ResultFile, list: 'failures' | 'leftOut') =>
  file[list].map(({ candidate, name, reason }) => `${candidate}, ${name}: ${reason}`);
const measured = ({ results }: ResultFile) => results.map(({ candidate, name }) => `${candidate}, ${name}`);

const good = fake('good', '');

// All are concurrent, because they mostly wait for processes, and some for seconds.

it.concurrent('measures candidates that answer, and records whether they are another library', async () => {
  const { file, hasFailures } = await measure([good, fake('other', '', true)], [relu, memory]);
  expect(measured(file)).toEqual(['good, relu 3', 'other, relu 3', 'good, job', 'other, job']);
  expect(file.candidates.map(({ name, peer }) => [name, peer])).toEqual([
    ['good', false],
    ['other', true],
  ]);
  expect([hasFailures, file.failures, file.leftOut]).toEqual([false, [], []]);
});

it.concurrent('samples in every round, and slow candidates in fewer', async () => {
  const slow = fake('slow', 'prepare: ((prepare) => (r) => ({ ...prepare(r), seconds: 8 }))(handlers.prepare)');
  const { file } = await measure([good, slow], [relu], { ...METHOD, rounds: 4 });
  expect(file.results.map(({ candidate, samples }) => [candidate, samples.length])).toEqual([
    ['good', 4],
    ['slow', 2],
  ]);
});

it.concurrent('keeps the notes of a candidate from every launch', async () => {
  const note = (text: string) => `prepare: ((prepare) => (r) => ({ ...prepare(r), note: ${text} }))(handlers.prepare)`;
  const candidates = [good, fake('same', note("'rows first'")), fake('other', note("'process ' + process.pid"))];
  const { file } = await measure(candidates, [relu], { ...METHOD, launches: 2 });
  expect(file.results.map((result) => result.note)).toEqual([
    undefined,
    'rows first',
    expect.stringMatching(/^process \d+ or process \d+$/),
  ]);
});

it.concurrent('warms training up before timing it, unless one execution takes longer', async () => {
  const told = 'sample: ({ seconds }) => ({ ok: true, samples: [seconds === 0.1 ? 9 : 1], sink: 0 })';
  const slow = `${told}, prepare: ((prepare) => (r) => ({ ...prepare(r), seconds: 0.15 }))(handlers.prepare)`;
  const once =
    "sample: ({ seconds }) => seconds === 0.1 ? { ok: false, error: 'cold' } : { ok: true, samples: [1], sink: 0 }";
  const warm = { ...METHOD, trainingWarmUpSeconds: 0.1 };
  const { file } = await measure([fake('good', told), fake('slow', slow), fake('cold', once)], [training, relu], warm);
  expect(measured(file)).toEqual(['good, job', 'slow, job', 'good, relu 3', 'slow, relu 3', 'cold, relu 3']);
  for (const { samples } of file.results) expect(samples).toEqual([1, 1]);
  expect(reasons(file, 'failures')).toEqual(['cold, job: cold']);
});

describe.concurrent('a malformed answer', () => {
  it.each([
    ['hello', { ok: true, version: '1', detail: '' }, 'threads: expected number'],
    ['hello', { ok: true, version: 1, detail: '', threads: 1 }, 'version: expected string'],
    ['prepare', { ok: true }, 'result: expected string'],
    ['prepare', { ok: 'yes' }, 'ok: '],
    ['prepare', { ok: false }, 'all of it: expected a reason'],
    ['prepare', null, 'all of it: expected object'],
    ['sample', { ok: true, sink: 0 }, 'samples: expected array'],
    ['sample', { ok: true, samples: [], sink: 0 }, 'samples: Too small'],
    ['sample', { ok: true, samples: [1, 0], sink: 0 }, 'samples[1]: Too small'],
    ['sample', { ok: true, samples: [-1], sink: 0 }, 'samples[0]: Too small'],
    ['sample', { ok: true, samples: [null], sink: 0 }, 'samples[0]: expected number'],
    ['sample', { ok: true, samples: [Number.POSITIVE_INFINITY], sink: 0 }, 'samples[0]: '],
    ['sample', { ok: true, samples: [1], sink: null }, 'sink: expected number'],
    ['memory', { ok: true, rssBytes: 0, peakBytes: 1 }, 'rssBytes: Too small'],
  ] as const)('to %s is refused: %j', (asked, answer, reason) => {
    expect(() => readAnswer(asked, answer)).toThrow(`its answer to '${asked}' is malformed: ${reason}`);
  });

  const BAD: readonly (readonly [changes: string, reason: string])[] = [
    ["hello: () => ({ ok: true, version: '1', detail: '' })", "'hello' is malformed: threads: expected number"],
    ['prepare: () => ({ ok: true })', "'prepare' is malformed: result: expected string"],
    ['prepare: () => ({ ok: true, result: null })', 'it returned no result to verify'],
    ["prepare: () => ({ ok: true, result: 'nowhere' })", 'ENOENT'],
    // JSON.parse reads it as infinite.
    [
      'sample: () => ({ toJSON() { console.log(\'{"ok":true,"samples":[1e999],"sink":0}\'); } })',
      "'sample' is malformed: samples[0]",
    ],
    ["sample: () => ({ ok: false, unsupported: 'no clock' })", 'no clock'],
    ["release: () => ({ ok: false, error: 'stuck' })", 'stuck'],
  ];

  it('is a failure of the row, with the reason, and the other candidates go on', async () => {
    const bad = BAD.map(([changes], at) => fake(`bad ${at}`, changes));
    const { file, hasFailures } = await measure([good, ...bad]);
    const failures = reasons(file, 'failures').toSorted();
    expect(failures.map((line) => line.slice(0, line.indexOf(',')))).toEqual(bad.map(({ name }) => name));
    for (const [at, [, reason]] of BAD.entries()) expect(failures[at]).toContain(reason);
    expect([measured(file), hasFailures]).toEqual([['good, relu 3'], true]);
  });

  it('about memory is one, too', async () => {
    const bad = fake('bad', 'memory: () => ({ ok: true, rssBytes: 0, peakBytes: 1 })');
    const { file } = await measure([bad], [memory]);
    expect(reasons(file, 'failures')).toEqual([expect.stringContaining("'memory' is malformed: rssBytes: Too small")]);
  });
});

describe.concurrent('what hangs is killed, and the others go on', () => {
  it('in hello: it is a failure, and waited for only once', async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-hello-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const waits = join(folder, 'waits');
    const hello = `hello: async () => {
      (await import('node:fs')).appendFileSync(${JSON.stringify(waits)}, '.');
      await never();
    }`;
    const { file } = await measure([fake('hung', hello), good], [relu, exp], HASTY);
    expect(reasons(file, 'failures')).toEqual([
      "hung, relu 3: it did not answer 'hello' within 5 s",
      "hung, relu again: it did not answer 'hello' within 5 s",
    ]);
    expect(measured(file)).toEqual(['good, relu 3', 'good, relu again']);
    expect(readFileSync(waits, 'utf8')).toBe('.');
  });

  it('in prepare: it is left out, because it may be slow; the next workload gets a new process', async () => {
    const changes = "prepare: (r) => r.workload.name === 'relu 3' ? never() : ({ ok: true, result: null })";
    const { file, hasFailures } = await measure([fake('hung', changes), good], [relu, exp], HASTY);
    expect(reasons(file, 'leftOut')).toEqual([
      "hung, relu 3: it did not answer 'prepare' within 5.2 s: it hangs, or is far beyond --limit",
    ]);
    expect(reasons(file, 'failures')).toEqual(['hung, relu again: it returned no result to verify']);
    expect(measured(file)).toEqual(['good, relu 3', 'good, relu again']);
    expect(hasFailures).toBe(true);
  });

  it('in sample: it is a failure', async () => {
    const { file } = await measure([fake('hung', 'sample: never'), good], [relu], HASTY);
    expect(reasons(file, 'failures')).toEqual(["hung, relu 3: it did not answer 'sample' within 5.6 s"]);
  });
});

describe.concurrent('left out, which is not a failure, is', () => {
  it('a workload that a candidate does not support', async () => {
    const { file, hasFailures } = await measure([
      good,
      fake('poor', "prepare: () => ({ ok: false, unsupported: 'no relu' })"),
    ]);
    expect(reasons(file, 'leftOut')).toEqual(['poor, relu 3: no relu']);
    expect([file.failures, hasFailures, measured(file)]).toEqual([[], false, ['good, relu 3']]);
  });

  it('memory that cannot be measured', async () => {
    const changes = "memory: () => ({ ok: false, unsupported: 'memory is measured on Linux only' })";
    const { file, hasFailures } = await measure([good, fake('mac', changes)], [memory]);
    expect(reasons(file, 'leftOut')).toEqual(['mac, job: memory is measured on Linux only']);
    expect([file.failures, hasFailures, measured(file)]).toEqual([[], false, ['good, job']]);
  });

  it('a workload beyond the limit, counting only executions if the candidate reports their time', async () => {
    const slowly = (seconds: string) => `
      prepare: ((prepare) => async (r) => {
        await sleep(400);
        return { ...prepare(r), ${seconds} };
      })(handlers.prepare)`;
    const candidates = [
      fake('silent', slowly('seconds: undefined')),
      fake('quick', slowly('seconds: 0.1')),
      fake('slow', slowly('seconds: 0.3')),
    ];
    const { file, hasFailures } = await measure(candidates, [relu], { ...METHOD, limitSeconds: 0.2 });
    expect(measured(file)).toEqual(['quick, relu 3']);
    expect(reasons(file, 'leftOut')).toEqual([
      expect.stringMatching(/^silent, relu 3: one execution takes [\d.]+ s, more than --limit 0\.2$/),
      'slow, relu 3: one execution takes 0.3 s, more than --limit 0.2',
    ]);
    expect(hasFailures).toBe(false);
  });
});
