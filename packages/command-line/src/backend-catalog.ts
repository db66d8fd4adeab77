/** The backends that have a short name. */

export interface KnownBackend {
  readonly package: string;
  readonly description: string;
  /** Of the float types, what it computes in. */
  readonly dtypes: readonly string[];
  readonly install: string;
  /** What whoever chooses it should know. */
  readonly note?: string;
}

export const KNOWN_BACKENDS: Readonly<Record<string, KnownBackend>> = {
  ts: {
    package: '@nablajs/backend-ts',
    description: 'pure TypeScript, runs everywhere',
    dtypes: ['float32', 'float64'],
    install: 'npm install @nablajs/backend-ts',
  },
  wasm: {
    package: '@nablajs/backend-wasm',
    description: 'WebAssembly with SIMD and threads, the fastest of ours',
    dtypes: ['float32', 'float64'],
    install: 'npm install @nablajs/backend-wasm',
  },
  'tfjs-node': {
    package: '@nablajs/backend-tfjs-node',
    description: 'TensorFlow through tfjs-node, meant for cross-checks',
    dtypes: ['float32'],
    install: 'npm install @nablajs/backend-tfjs-node',
    note: 'this backend is meant for cross-checks',
  },
};

/** What `auto` chooses from, fastest first. */
export const AUTOMATIC: readonly string[] = ['wasm', 'ts'];

/** Short names, and the one that chooses for itself. */
export const BACKEND_NAMES: readonly string[] = [...Object.keys(KNOWN_BACKENDS), 'auto'];

export function knownBackend(name: string): KnownBackend | undefined {
  return Object.hasOwn(KNOWN_BACKENDS, name) ? KNOWN_BACKENDS[name] : undefined;
}
