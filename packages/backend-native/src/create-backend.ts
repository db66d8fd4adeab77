import { availableParallelism } from 'node:os';
import type { Backend } from '@nablajs/core';
import { checkOptionNames, NablaError } from '@nablajs/core';
import { type Addon, loadAddon, type Variant } from './addon.js';
import { assembleBackend, checkThreads } from './host/assemble.js';
import { limitedConvKernels } from './host/kernels/convolution.js';
import { NativeEngine } from './native-engine.js';

/** Options of `createBackend`. */
export interface BackendOptions {
  /**
   * How many threads compute, including the calling thread: a whole number from 1 to 64, or `'auto'`.
   * Default: `'auto'`, one thread per available core, at most 8.
   */
  readonly threads?: number | 'auto';
  /** The largest size in bytes that the backend's memory may grow to. Default: the memory of the machine. */
  readonly maximumBytes?: number;
  /**
   * `'portable'` gives the bits of backend-wasm on every processor. `'fast'` fuses multiplications and additions: the
   * results are the same on any number of threads, but differ between processors. Default: `'portable'`.
   */
  readonly bits?: 'portable' | 'fast';
  /**
   * Which vector units to use, for tests: `'baseline'` (SSE2 or NEON), `'avx2'` or `'avx512'`. Default: the environment
   * variable NABLA_NATIVE_VARIANT, or else the widest that the processor has.
   */
  readonly variant?: string;
}

const OPTIONS = { threads: true, maximumBytes: true, bits: true, variant: true } satisfies Record<
  keyof BackendOptions,
  true
>;

/** The most threads of `'auto'`, as in backend-wasm. */
const MOST_AUTOMATIC = 8;
const LEAST_BYTES = 2 ** 23;

function checkBytes(bytes: number | undefined): number | undefined {
  if (bytes === undefined || (bytes >= LEAST_BYTES && bytes <= Number.MAX_SAFE_INTEGER)) return bytes;
  throw new NablaError(
    'argument',
    `createBackend: maximumBytes must be a number from ${LEAST_BYTES}. Received ${bytes}.`,
  );
}

function checkBits(bits: unknown): boolean {
  if (bits === 'portable' || bits === 'fast') return bits === 'fast';
  throw new NablaError('argument', `createBackend: bits must be 'portable' or 'fast'. Received ${bits}.`);
}

/** Returns the variant of that name, or the widest. Without a fast one, the widest portable one. */
function chooseVariant(addon: Addon, fast: boolean, name: string | undefined): Variant {
  const all = addon.variants();
  const own = all.filter((variant) => variant.fast === fast);
  const candidates = own.length > 0 ? own : all;
  const found = name === undefined ? candidates.at(-1) : candidates.find((variant) => variant.name === name);
  if (found !== undefined) return found;
  const names = candidates.map((variant) => `'${variant.name}'`).join(', ');
  throw new NablaError('argument', `createBackend: variant must be one of ${names} on this machine. Received ${name}.`);
}

/**
 * Creates a backend in native code, with the processor's vector units and threads, for float32 and float64. By default
 * it gives the bits of `@nablajs/backend-wasm` on any processor.
 *
 * Throws NablaError `argument` if an option is unknown or out of range, and `backend` if there is no native code for
 * this platform.
 *
 * @example
 * ```ts
 * const backend = await createBackend({ threads: 2 });
 * const x = tensor(backend, [[1, 2, 3]]);
 * x.dispose();
 * await backend.dispose();
 * ```
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  checkOptionNames('createBackend', options, Object.keys(OPTIONS));
  const wanted = checkThreads(options.threads ?? 'auto');
  const threads = wanted === 'auto' ? Math.min(MOST_AUTOMATIC, availableParallelism()) : wanted;
  const maximumBytes = checkBytes(options.maximumBytes);
  const fast = checkBits(options.bits ?? 'portable');
  const addon = loadAddon();
  const variant = chooseVariant(addon, fast, options.variant ?? process.env['NABLA_NATIVE_VARIANT']);
  const engine = new NativeEngine(addon, variant, { threads, maximumBytes });
  const machine = `native code, ${variant.name}${variant.fast ? ' with fast bits' : ''}`;
  return assembleBackend(engine, machine, limitedConvKernels);
}
