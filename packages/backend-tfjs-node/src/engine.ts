/** What tfjs computes with, and the choice of one of them. */
import { createRequire } from 'node:module';
import { NablaError } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { loadNative, REMEDY } from './native.js';

/** `native` is TensorFlow itself through tfjs-node; `wasm` and `cpu` are tfjs's own kernels. */
export type EngineName = 'native' | 'wasm' | 'cpu';

/** From the nearest to TensorFlow to the farthest: the order in which `auto` tries them. */
export const ENGINES: readonly EngineName[] = ['native', 'wasm', 'cpu'];

export interface Engine {
  readonly name: EngineName;
  /** One line for people. */
  readonly description: string;
  /** Version of the TensorFlow library, where that computes. */
  readonly native?: string;
  /** What a fallback has to say. */
  readonly notice?: string;
  /** Makes tfjs compute with it from here on; tfjs has one current engine in a process. */
  select(): void;
}

const require = createRequire(import.meta.url);

/** The names under which tfjs knows them, and what registers them. */
const REGISTRATIONS: Readonly<Record<EngineName, { readonly id: string; register(): void }>> = {
  native: { id: 'tensorflow', register: loadNative },
  wasm: { id: 'wasm', register: () => require('@tensorflow/tfjs-backend-wasm') },
  cpu: { id: 'cpu', register: () => require('@tensorflow/tfjs-backend-cpu') },
};

/** tfjs can start only one engine at a time: the next waits for the one before. */
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
  // Its first upload would print an advertisement for tfjs-node.
  if (name === 'cpu') Object.assign(instance, { firstUse: false });
  const native = name === 'native' ? nativeVersion(instance) : undefined;
  return {
    name,
    description:
      native === undefined
        ? `tfjs ${tf.version_core} on ${name}`
        : `TensorFlow ${native} through tfjs-node ${tf.version_core}`,
    ...(native === undefined ? {} : { native }),
    select: () => select(id, instance),
  };
}

function nativeVersion(instance: object): string {
  const { binding } = instance as { readonly binding?: { readonly TF_Version?: string } };
  return binding?.TF_Version ?? 'of unknown version';
}

/** Once an engine has started, `setBackend` has done its work when it returns; its promise only says so later. */
function select(id: string, instance: object): void {
  const current = () => tf.getBackend() === id && tf.backend() === instance;
  if (current()) return;
  void tf.setBackend(id);
  if (!current()) throw new NablaError('backend', `tfjs-node: tfjs does not switch to its engine '${id}'.`);
}

/**
 * Starts an engine. `auto` takes the first that starts and says in `notice` where that is not the native one. Throws
 * NablaError 'argument' for a name that is none, and 'backend' where the engine cannot be had.
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
        ? `tfjs-node: the native TensorFlow library is not there; ${REMEDY}.`
        : `tfjs-node: the engine '${name}' does not start: ${firstLine(cause)}; use engine 'cpu'.`;
    throw new NablaError('backend', message, { cause });
  }
}

async function startFirst(): Promise<Engine> {
  for (const name of ENGINES.slice(0, -1)) {
    try {
      return asFallback(await start(name));
    } catch {
      // The next engine computes the same; the notice says which one it is.
    }
  }
  return asFallback(await startEngine('cpu'));
}

function asFallback(engine: Engine): Engine {
  if (engine.name === 'native') return engine;
  return {
    ...engine,
    description: `${engine.description} (fallback)`,
    notice: `tfjs-node: the native TensorFlow library is not there, so tfjs computes on ${engine.name}; ${REMEDY}.`,
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n', 1)[0] ?? '';
}
