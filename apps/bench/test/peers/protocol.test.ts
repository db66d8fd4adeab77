/** The protocol loops of peers/node and peers/python, with a peer that needs no library. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const NODE = [process.execPath, here('fake.mjs')] as const;
const PYTHON = ['python3', '-B', here('fake.py')] as const;
const LOOPS = { node: NODE, python: PYTHON };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-protocol-'));
  writeFileSync(join(folder, 'x'), new Uint8Array(Float32Array.of(1.5, -2, 4).buffer));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A peer's process, which answers the requests of several tests. */
class Peer {
  readonly #child;
  readonly #closed: Promise<number | null>;
  readonly #lines: AsyncIterator<string>;

  constructor([command, ...args]: readonly string[]) {
    this.#child = spawn(command as string, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Sends all requests at once; answers come in order. */
  async talk(requests: readonly object[]): Promise<unknown[]> {
    this.#child.stdin.write(`${requests.map((request) => JSON.stringify(request)).join('\n')}\n`);
    const answers: unknown[] = [];
    for (const _ of requests) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`the peer ended after ${answers.length} of ${requests.length} answers`);
      answers.push(JSON.parse(value));
    }
    return answers;
  }

  /** Expects that it has said nothing else, and that it ends by itself. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    expect(await this.#lines.next()).toMatchObject({ done: true });
    expect(await this.#closed).toBe(0);
  }
}

/** The answers of a process of their own. */
async function talkOnce(loop: readonly string[], requests: readonly object[]): Promise<unknown[]> {
  const peer = new Peer(loop);
  const answers = await peer.talk(requests);
  await peer.close();
  return answers;
}

const common = { suite: 'ops', name: 'fake', dtype: 'float32', flops: null };
const x = { file: 'x', dtype: 'float32', shape: [3] };
const prepare = (fields: object) => ({ do: 'prepare', folder, workload: { ...common, inputs: { x }, ...fields } });

function resultOf(answer: unknown): number[] {
  const { result } = answer as { result: string };
  return [...new Float32Array(new Uint8Array(readFileSync(join(folder, result))).buffer)];
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

for (const [language, loop] of Object.entries(LOOPS)) {
  describe.skipIf(language === 'python' && !hasPython)(
    language === 'python' && !hasPython ? 'python: no python3 here' : language,
    () => {
      let peer: Peer;
      beforeAll(() => {
        peer = new Peer(loop);
      });
      afterAll(() => peer.close());

      test('computes once and writes the result', async () => {
        const [answer] = await peer.talk([prepare({ kind: 'unary', operation: 'exp' })]);
        expect(resultOf(answer)).toEqual([3, -4, 8]);
        expect((answer as { note?: string }).note).toBe(language === 'python' ? 'in place' : undefined);
      });

      test('makes the steps of the result', async () => {
        const [answer] = await peer.talk([prepare({ kind: 'convnet', resultSteps: 2 })]);
        expect(resultOf(answer)).toEqual([1, 2]);
      });

      test('trains the epochs of the result, then sampling continues', async () => {
        const requests = [
          prepare({ kind: 'train', optimizer: 'adam', resultEpochs: 3 }),
          { do: 'sample', seconds: 0.01, warmUpSeconds: 0.01 },
        ];
        const [answer, sampled] = (await peer.talk(requests)) as [unknown, { samples: number[]; sink: number }];
        expect(resultOf(answer)).toEqual([1, 2, 3]);
        expect(sampled.samples.length).toBeGreaterThanOrEqual(1);
        expect(Math.min(...sampled.samples)).toBeGreaterThan(0);
        expect(sampled.sink).toBeGreaterThan(3);
      });

      test('runs one more epoch of a memory workload, without a warm-up; sends no NaN, which JSON does not have', async () => {
        const sample = { do: 'sample', seconds: 0, warmUpSeconds: 0 };
        const memory = prepare({ kind: 'memory', optimizer: 'adam', resultEpochs: 2 });
        const requests = [memory, sample, { do: 'memory' }, prepare({ kind: 'train', optimizer: 'sgd' }), sample];
        const answers = await peer.talk(requests);
        expect(answers[1]).toMatchObject({ ok: true, sink: 3 });
        const { rssBytes, peakBytes } = answers[2] as { rssBytes: number; peakBytes: number };
        expect(rssBytes).toBeGreaterThan(1e6);
        expect(peakBytes).toBeGreaterThanOrEqual(rssBytes);
        expect(answers[4]).toMatchObject({ ok: true, sink: 0 });
      });

      test('answers in order, tells unsupported workloads from failures in one line, and keeps stdout clean', async () => {
        const requests = [
          ...[{ do: 'hello' }, { do: 'release', id: 7 }, { do: 'dance' }],
          ...['softmax', 'matmul', 'infer', 'startup'].map((kind) => prepare({ kind })),
          { do: 'sample', seconds: 0, warmUpSeconds: 0 },
        ];
        expect(await peer.talk(requests)).toEqual([
          { ok: true, version: '1.2', detail: 'fake', threads: 1 },
          { id: 7, ok: true },
          { ok: false, error: "unknown request 'dance'" },
          { ok: false, unsupported: 'never heard of it' },
          { ok: false, unsupported: 'no matmul' },
          { ok: false, error: expect.stringMatching(/^.*it broke$/) },
          { ok: true, result: null },
          { ok: false, error: expect.stringContaining('nothing is prepared') },
        ]);
      });
    },
  );
}

test('answers hello with the error of a library that does not load', async () => {
  const broken = [...NODE, 'broken'];
  expect(await talkOnce(broken, [{ do: 'hello' }])).toEqual([{ ok: false, error: 'no such library' }]);
  if (!hasPython) return;
  const worker = ['python3', '-B', here('../../peers/python/worker.py'), 'no_such'];
  const [answer] = await talkOnce(worker, [{ do: 'hello' }]);
  expect(answer).toEqual({ ok: false, error: "ModuleNotFoundError: No module named 'no_such_peer'" });
});
