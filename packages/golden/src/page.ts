/** The tasks that tests of a backend run in a page or in its worker. */
import { runConformance, WASM_ULPS } from '@nablajs/conformance';
import type { Backend, FloatDType } from '@nablajs/core';
import type { TrainingPort } from '@nablajs/core/worker';
import type { RunDigests } from './digest.js';
import { type MnistPixels, splitPixels } from './pixels.js';
import { repeatMnistRun } from './run.js';
import { trainShortConvnet } from './short-convnet.js';
import { trainShortRun } from './short-run.js';
import type { MnistTrace } from './trace.js';

/** Tasks that each create a backend. Arguments and answers can be sent between threads. */
export class PageTasks<Options extends object> {
  readonly #createBackend: (options: Options) => Promise<Backend>;

  constructor(createBackend: (options: Options) => Promise<Backend>) {
    this.#createBackend = createBackend;
  }

  async withBackend<T>(options: Options, body: (backend: Backend) => T | Promise<T>): Promise<T> {
    const backend = await this.#createBackend(options);
    try {
      return await body(backend);
    } finally {
      await backend.dispose();
    }
  }

  describe(options: Options): Promise<Record<'description' | 'notice', string | undefined>> {
    return this.withBackend(options, ({ description, notice }) => ({ description, notice }));
  }

  /** Returns the digests of the short runs, as in files named digests.json. If `worker` is given, it trains. */
  async digests(options: Options, worker?: TrainingPort): Promise<Partial<Record<FloatDType, RunDigests>>> {
    const { train } = await fetchPixels();
    const elsewhere = worker && { worker, backend: options as Record<string, unknown> };
    const digests: Partial<Record<FloatDType, RunDigests>> = {};
    for (const dtype of ['float32', 'float64'] as const) {
      const { initial, shuffle, trained, convnet } = await this.withBackend(options, async (backend) => ({
        ...(await trainShortRun(backend, dtype, train, elsewhere)),
        convnet: await trainShortConvnet(backend, dtype, train, elsewhere),
      }));
      digests[dtype] = {
        initial: await digestBytes(initial),
        shuffle: await digestBytes(shuffle),
        trained: await digestBytes(trained),
        convnet: await digestBytes(convnet),
      };
    }
    return digests;
  }

  /** Returns the digest of the weights after a recorded run on sparse images. */
  async recordedRun(
    options: Options,
    dtype: FloatDType,
    trace: Pick<MnistTrace, 'sizes' | 'lr' | 'epochs'>,
  ): Promise<string> {
    const pixels = await fetchPixels();
    const { final } = await this.withBackend(options, (backend) =>
      repeatMnistRun(backend, trace, pixels, dtype, 'csr'),
    );
    return digestBytes(final.map((values) => Float64Array.from(values)));
  }

  /** Returns how many conformance cases passed, and the errors of the others. */
  async conformance(
    options: Options,
    dtype: FloatDType,
  ): Promise<{ passed: number; others: readonly (string | undefined)[] }> {
    const chosen = { dtypes: [dtype], ulps: WASM_ULPS };
    const { passed, cases } = await this.withBackend(options, (backend) => runConformance(backend, chosen));
    const others = cases.filter(({ status }) => status !== 'passed').map(({ message, reason }) => message ?? reason);
    return { passed, others };
  }
}

/** Fetches the images from a server of the workspace's files. */
export async function fetchPixels(): Promise<MnistPixels> {
  const { body } = await fetch('/packages/golden/fixtures/mnist-2024.bin.gz');
  if (body === null) throw new Error('the response with the images has no body');
  const unpacked = new Response(body.pipeThrough(new DecompressionStream('gzip')));
  return splitPixels(new Uint8Array(await unpacked.arrayBuffer()));
}

/** The same as in digest.ts, without Node. */
async function digestBytes(arrays: readonly ArrayBufferView[]): Promise<string> {
  const bytes = await new Blob(arrays as DataView<ArrayBuffer>[]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
