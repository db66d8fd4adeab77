import type { Backend } from '@nablajs/core';
import { checkOptionNames, NablaError } from '@nablajs/core';
import { guardBackend } from '@nablajs/core/kernels';
import { attentionKernels } from './attention/attention.js';
import { fusedKernels } from './fused/kernels.js';
import { requestAdapter, requestDevice } from './gpu/adapter.js';
import type { GpuStorage } from './gpu/gpu.js';
import { queueOf } from './gpu/queue.js';
import { convolutionKernels } from './images/convolution.js';
import { poolingKernels } from './images/pooling.js';
import { elementwiseKernels, integerKernels } from './kernels/elementwise.js';
import { addRowsKernel, indexKernels } from './kernels/index-ops.js';
import { matmulKernels } from './kernels/matmul.js';
import { addBlockKernel, movementKernels } from './kernels/movement.js';
import { reduceKernels } from './kernels/reduce.js';
import { commonPrograms } from './kernels/tiles.js';
import { unaryKernels } from './kernels/unary.js';
import { elementsOf, wordsOf } from './transfer.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * The graphics card, as `navigator.gpu.requestAdapter()` returns it, for one backend. In Node, keep the object that
   * `create` of npm `webgpu` returned: Dawn ends the process if it is collected. Default: the adapter that
   * `powerPreference` chooses.
   */
  readonly adapter?: GPUAdapter;
  /** Which card of several to take. Default: `high-performance`. */
  readonly powerPreference?: GPUPowerPreference;
}

const OPTIONS = { adapter: true, powerPreference: true } satisfies Record<keyof BackendOptions, true>;

const PREFERENCES: readonly string[] = ['high-performance', 'low-power'] satisfies GPUPowerPreference[];

function checkPreference(preference: GPUPowerPreference): GPUPowerPreference {
  if (PREFERENCES.includes(preference)) return preference;
  throw new NablaError(
    'argument',
    `createBackend: powerPreference must be ${PREFERENCES.join(' or ')}. Received ${preference}.`,
  );
}

/**
 * Creates a backend on a graphics card, for float32 and int32, through the WebGPU of the browser, of Deno, or in Node
 * of npm `webgpu`, which you install. The same adapter gives the same bits each time; others give others.
 *
 * Rejects with NablaError `argument` for unknown options or values, and `backend` if there is no WebGPU, no card, or
 * the adapter has been used. Later errors of the card, which runs out of memory (`memory`) or is lost (`backend`), are
 * thrown by the next kernel or download.
 *
 * @example
 * ```ts
 * const backend = await createBackend();
 * const x = tensor(backend, [[1, 2, 3]]);
 * x.dispose();
 * await backend.dispose();
 * ```
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  const preference = checkPreference(options.powerPreference ?? 'high-performance');
  const adapter = options.adapter ?? (await requestAdapter(preference));
  const queue = queueOf(await requestDevice(adapter));
  // A driver for the processor would compile where the caller computes.
  if (!adapter.info.isFallbackAdapter) queue.prepare(commonPrograms());
  const { description, vendor, architecture } = adapter.info;
  const backend = {
    name: 'webgpu',
    dtypes: ['float32'],
    description: `WebGPU on ${description || `${vendor} ${architecture}`}`,
    stepsAhead: 2,

    upload: (data) => queue.upload(wordsOf(data)),
    download: (x) => elementsOf(queue, x),
    release: (storage) => queue.release(storage),
    memory: () => queue.memory(),
    dispose: () => queue.dispose(),

    ...elementwiseKernels(queue),
    ...indexKernels(queue),
    ...matmulKernels(queue),
    ...movementKernels(queue),
    ...reduceKernels(queue),
    ...unaryKernels(queue),

    ...convolutionKernels(queue),
    ...poolingKernels(queue),
    integers: integerKernels(queue),
    fused: { ...addBlockKernel(queue), ...addRowsKernel(queue), ...fusedKernels(queue), ...attentionKernels(queue) },
  } satisfies Backend<GpuStorage>;
  return guardBackend(backend as Backend);
}
