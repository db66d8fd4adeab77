/** The backends that have a short name. */

/** A backend with a short name. */
export interface KnownBackend {
  /** The npm package that exports it. */
  readonly package: string;
  readonly description: string;
  /** The float types that it computes in. */
  readonly dtypes: readonly string[];
  /** The command that installs it. */
  readonly install: string;
  /** A note for users who choose it. Default: none. */
  readonly note?: string;
  /** When it is worth choosing, where that is not everywhere. `nabla backends` shows it. Default: none. */
  readonly pays?: string;
  /** Whether its `createBackend` takes the option `threads`. Default: false. */
  readonly hasThreads?: boolean;
}

/** The backends by their short names. */
export const KNOWN_BACKENDS: Readonly<Record<string, KnownBackend>> = {
  ts: {
    package: '@nablajs/backend-ts',
    description: 'pure TypeScript, runs everywhere',
    dtypes: ['float32', 'float64'],
    install: 'npm install @nablajs/backend-ts',
  },
  wasm: {
    package: '@nablajs/backend-wasm',
    description: 'WebAssembly with SIMD and threads, fast everywhere',
    dtypes: ['float32', 'float64'],
    install: 'npm install @nablajs/backend-wasm',
    hasThreads: true,
  },
  native: {
    package: '@nablajs/backend-native',
    description: 'native code with SIMD and threads, the same bits as wasm',
    dtypes: ['float32', 'float64'],
    install: 'npm install @nablajs/backend-native',
    hasThreads: true,
  },
  webgpu: {
    package: '@nablajs/backend-webgpu',
    description: 'the graphics card, by WebGPU',
    dtypes: ['float32'],
    install: 'npm install @nablajs/backend-webgpu webgpu',
    note: 'each kind of graphics card gives its own bits',
    pays:
      'pays for networks of millions of weights on a graphics card; auto never takes it, because each kind of card ' +
      'gives its own bits',
  },
  'tfjs-node': {
    package: '@nablajs/backend-tfjs-node',
    description: 'TensorFlow through tfjs-node, meant for cross-checks',
    dtypes: ['float32'],
    install: 'npm install @nablajs/backend-tfjs-node',
    note: 'this backend is meant for cross-checks',
  },
};

/** The backends that `auto` chooses from, the fastest first. */
export const AUTOMATIC: readonly string[] = ['native', 'wasm', 'ts'];

/** The short names, and `auto`. */
export const BACKEND_NAMES: readonly string[] = [...Object.keys(KNOWN_BACKENDS), 'auto'];

/**
 * Returns the backend with a short name, or undefined for any other name.
 *
 * @example
 * ```ts
 * knownBackend('ts')?.package; // '@nablajs/backend-ts'
 * knownBackend('my-backend'); // undefined
 * ```
 */
export function knownBackend(name: string): KnownBackend | undefined {
  return Object.hasOwn(KNOWN_BACKENDS, name) ? KNOWN_BACKENDS[name] : undefined;
}
