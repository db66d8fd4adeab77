/** Every installed peer computes what it claims: a small workload of each kind, against plain loops. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CandidateProcess } from '../../src/harness/candidate-process.js';
import { PEER_NAMES, PEERS, type PeerName } from '../../src/peers/catalog.js';
import { findPeer } from '../../src/peers/find.js';
import { type Answer, expectOk, type Launch, type Prepared } from '../../src/protocol.js';
import type { Workload } from '../../src/workloads/workload.js';
import { type Case, casesOf } from './references.js';

/** The peers that .ci/run installs. PyTorch is not one of them: it is several GB. */
const REQUIRED: readonly PeerName[] = ['numpy', 'notebook', 'scipy', 'jax-js', 'tfjs-wasm', 'tfjs-cpu', 'tfjs-node'];

/** What a peer refuses of the kinds that it supports. */
const REFUSED: Partial<Record<PeerName, (workload: Workload) => boolean>> = {
  'tfjs-node': ({ dtype }) => dtype === 'float64',
  'tfjs-wasm': ({ dtype }) => dtype === 'float64',
  'tfjs-cpu': ({ dtype }) => dtype === 'float64',
  'tfjs-webgpu': ({ dtype }) => dtype === 'float64',
  'jax-js-webgpu': ({ dtype }) => dtype === 'float64',
  'brain.js': ({ dtype }) => dtype === 'float64',
  'onnxruntime-node': ({ kind, dtype }) => kind === 'generate' && dtype === 'float64',
  'onnxruntime-web': ({ kind, dtype }) => kind === 'generate' && dtype === 'float64',
  // Its float64 is as accurate as float32 if constants, exp or log are involved.
  'jax-js': ({ kind, name, dtype }) =>
    dtype === 'float64' &&
    (['softmax', 'sgd', 'adam', 'train', 'convnet', 'gpt', 'lstm', 'generate', 'memory'].includes(kind) ||
      ['exp', 'tanh', 'sigmoid'].includes(name)),
  'ml-matrix': ({ name }) => ['sigmoid', 'relu', 'train adam 5'].includes(name),
  notebook: ({ name, dtype }) => dtype === 'float64' || ['train sgd 5', 'train adam 5'].includes(name),
  scipy: ({ name }) => ['train sgd 5', 'train adam 5'].includes(name),
};

/** The tolerance relative to the largest element, for float32 sums in any order and approximations of exp. */
const GATES = { float32: 1e-5, float64: 1e-12 };

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

const CASES = [...casesOf('float32'), ...casesOf('float64')];

const SLOW = process.env['NABLA_SLOW'] === '1';
/** What tfjs-wasm computes in the same way, in a tenth of the time. */
const isApart = (name: PeerName, { workload: { kind } }: Case): boolean =>
  name === 'tfjs-cpu' && ['gpt', 'generate', 'lstm'].includes(kind);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-peers-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeInputs({ workload, inputs }: Case): void {
  for (const [name, { data }] of Object.entries(inputs)) {
    const described = workload.inputs[name];
    if (described === undefined) throw new Error(`no input ${name}`);
    writeFileSync(join(folder, described.file), new Uint8Array(ARRAYS[described.dtype].from(data).buffer));
  }
}

function readResult(file: string, dtype: Workload['dtype']): number[] {
  return [...new ARRAYS[dtype](new Uint8Array(readFileSync(join(folder, file))).buffer)];
}

/** The error as a multiple of the tolerance. */
function errorOf(actual: readonly number[], { workload, expected }: Case): number {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const differences = expected.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN)));
  return (
    Math.max(...differences.map((difference) => (Number.isNaN(difference) ? Infinity : difference))) /
    (scale * GATES[workload.dtype])
  );
}

async function prepared(process: CandidateProcess, one: Case): Promise<Answer<Prepared>> {
  writeInputs(one);
  return process.ask({ do: 'prepare', workload: one.workload, folder });
}

function describePeer(name: PeerName, launch: Launch): void {
  describe(name, () => {
    const offered = ({ workload }: Case): boolean =>
      PEERS[name].kinds.includes(workload.kind) && REFUSED[name]?.(workload) !== true;
    let process: CandidateProcess;

    beforeAll(() => {
      process = new CandidateProcess(launch);
    });

    afterAll(() => process.close());

    test('says who it is', async () => {
      const hello = expectOk(await process.ask({ do: 'hello' }));
      expect(hello.version).toMatch(/^\d+\.\d+/);
      expect(hello.detail).not.toBe('');
      expect(hello.threads).toBeGreaterThanOrEqual(1);
    });

    for (const one of CASES.filter(offered)) {
      test.runIf(SLOW || !isApart(name, one))(`${one.workload.name}, ${one.workload.dtype}`, async () => {
        const { result, seconds } = expectOk(await prepared(process, one));
        expect(seconds).toBeGreaterThan(0);
        expect(errorOf(readResult(result ?? '', one.workload.dtype), one)).toBeLessThanOrEqual(1);
      });
    }

    test('refuses everything else with a reason', async () => {
      for (const one of CASES.filter((other) => !offered(other))) {
        const answer = await prepared(process, one);
        expect(answer, one.workload.name).toEqual({ ok: false, unsupported: expect.stringMatching(/\w/) });
      }
    });

    test.runIf(name === 'tfjs-wasm')('names what it lacks to train a convolution', async () => {
      const answer = await prepared(process, CASES.find(({ workload }) => workload.kind === 'convnet') as Case);
      expect(answer).toMatchObject({
        ok: false,
        unsupported: expect.stringContaining('no kernel Conv2DBackpropFilter'),
      });
    });

    test('times the prepared workload, and measures its memory', async () => {
      expectOk(await prepared(process, CASES.find(offered) as Case));
      const { samples, sink } = expectOk(await process.ask({ do: 'sample', seconds: 0.01, warmUpSeconds: 0.05 }));
      expect(samples.length).toBeGreaterThanOrEqual(1);
      expect(Math.min(...samples)).toBeGreaterThan(0);
      // Each sample executes at least once and takes about a millisecond.
      expect(samples.length).toBeLessThan(100);
      expect(Number.isFinite(sink)).toBe(true);
      expectOk(await process.ask({ do: 'release' }));
      const { rssBytes, peakBytes } = expectOk(await process.ask({ do: 'memory' }));
      expect(rssBytes).toBeGreaterThan(5e6);
      expect(peakBytes).toBeGreaterThanOrEqual(rssBytes);
    });

    test('is ready when it answers hello: a startup has no result', async () => {
      const workload: Workload = {
        suite: 'startup',
        name: 'x',
        kind: 'startup',
        dtype: 'float32',
        flops: null,
        inputs: {},
      };
      expect(await process.ask({ do: 'prepare', workload, folder })).toEqual({ ok: true, result: null });
    });
  });
}

for (const name of PEER_NAMES) {
  const found = await findPeer(name);
  if ('launch' in found) {
    // Without a graphics card they run on Chromium's SwiftShader.
    const vulkan = name.endsWith('-webgpu') ? (await import('@nablajs/browser')).softwareVulkan() : undefined;
    const env = vulkan === undefined ? found.launch.env : { ...found.launch.env, ...vulkan };
    describePeer(name, env === undefined ? found.launch : { ...found.launch, env });
    continue;
  }
  const words = `${name} is not here (${found.reason}): ${found.install}`;
  if (process.env['NABLA_REQUIRE_PEERS'] === '1' && REQUIRED.includes(name)) {
    test(name, () => expect.fail(`NABLA_REQUIRE_PEERS is 1, but ${words}`));
  } else {
    console.warn(`NOT TESTED: ${words}`);
    test.skip(words);
  }
}
