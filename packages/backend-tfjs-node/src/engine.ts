/** The engines of tfjs, and how one is selected. */
import { createRequire } from 'node:module';
import { NablaError } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { loadNative, REMEDY } from './native.js';

/** `native` is TensorFlow itself through tfjs-node; `wasm` and `cpu` are tfjs's own kernels. */
export type EngineName = 'native' | 'wasm' | 'cpu';

/** All engines, in the order that `auto` tries them: the closest to TensorFlow first. */
export const ENGINES: readonly EngineName[] = ['native', 'wasm', 'cpu'];

export interface Engine {
  readonly name: EngineName;
  /** A description in one line. */
  readonly description: string;
  /** The version of TensorFlow's C library, if that computes. */
  readonly native?: string;
  /** Why this engine is a fallback, and what to do. */
  readonly notice?: string;
  /** Returns true if it has this kernel, such as `Conv2DBackpropFilter`, and the kernel computes the right numbers. */
  supports(kernel: string): boolean;
  /** Makes this the current engine of tfjs, which has only one in a process. */
  select(): void;
}

const require = createRequire(import.meta.url);

/** The names of the engines in tfjs, and functions that register them. */
const REGISTRATIONS: Readonly<Record<EngineName, { readonly id: string; register(): void }>> = {
  native: { id: 'tensorflow', register: loadNative },
  wasm: { id: 'wasm', register: () => require('@tensorflow/tfjs-backend-wasm') },
  cpu: { id: 'cpu', register: () => require('@tensorflow/tfjs-backend-cpu') },
};

/** On `wasm`, the gradient of a window is 0 if its largest element is not above 0. */
const WRONG_KERNELS: Partial<Readonly<Record<EngineName, readonly string[]>>> = { wasm: ['MaxPoolGrad'] };

/** The last start. tfjs can start only one engine at a time, so the next start waits for it. */
let lastStart: Promise<unknown> = Promise.resolve();

function start(name: EngineName): Promise<Engine> {
  const engine = lastStart.then(() => startAlone(name));
  lastStart = engine.catch(() => undefined);
  return engine;
}

async function startAlone(name: EngineName): Promise<Engine> {
  const { id, register } = REGISTRATIONS[name];
  register();
  if (!(await tf.setBackend(id))) throw new Error(`tfjs cannot start '${id}'`);
  const instance = tf.backend();
  // Keeps its first upload from printing an advertisement for tfjs-node.
  if (name === 'cpu') Object.assign(instance, { firstUse: false });
  const native = name === 'native' ? nativeVersion(instance) : undefined;
  return {
    name,
    description:
      native === undefined
        ? `tfjs ${tf.version_core} on ${name}`
        : `TensorFlow ${native} through tfjs-node ${tf.version_core}`,
    ...(native === undefined ? {} : { native }),
    supports: (kernel) => tf.getKernel(kernel, id) !== undefined && !(WRONG_KERNELS[name] ?? []).includes(kernel),
    select: () => select(id, instance),
  };
}

function nativeVersion(instance: object): string {
  const { binding } = instance as { readonly binding?: { readonly TF_Version?: string } };
  return binding?.TF_Version ?? 'of unknown version';
}

/** Selects a started engine. For those, `setBackend` has done its work when it returns, before its promise resolves. */
function select(id: string, instance: object): void {
  const current = () => tf.getBackend() === id && tf.backend() === instance;
  if (current()) return;
  void tf.setBackend(id);
  if (!current()) throw new NablaError('backend', `tfjs-node: tfjs does not switch to its engine '${id}'.`);
}

/**
 * Starts an engine. `auto` uses the first that starts and sets `notice` unless that is the native one. Throws
 * NablaError `argument` for an unknown name, and `backend` if the engine does not start.
 */
export async function startEngine(name: EngineName | 'auto' = 'auto'): Promise<Engine> {
  if (name === 'auto') return startFirst();
  if (!ENGINES.includes(name)) {
    throw new NablaError('argument', `tfjs-node: unknown engine '${name}'. Known: auto, ${ENGINES.join(', ')}.`);
  }
  try {
    return await start(name);
  } catch (cause) {
    const message =
      name === 'native'
        ? `tfjs-node: the native TensorFlow library is not installed; ${REMEDY}.`
        : `tfjs-node: the engine '${name}' does not start: ${firstLine(cause)}; use engine 'cpu'.`;
    throw new NablaError('backend', message, { cause });
  }
}

async function startFirst(): Promise<Engine> {
  for (const name of ENGINES.slice(0, -1)) {
    try {
      return asFallback(await start(name));
    } catch {
      // Try the next engine; the notice will name it.
    }
  }
  return asFallback(await startEngine('cpu'));
}

function asFallback(engine: Engine): Engine {
  if (engine.name === 'native') return engine;
  return {
    ...engine,
    description: `${engine.description} (fallback)`,
    notice: `tfjs-node: the native TensorFlow library is not installed, so tfjs runs on ${engine.name}; ${REMEDY}.`,
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n', 1)[0] ?? '';
}
