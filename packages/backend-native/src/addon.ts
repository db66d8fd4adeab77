/** Finds and loads the addon of this platform: the package of the platform, or what `npm run build:native` built. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { Layout } from './host/engine/engine.js';

/** The kernels for one kind of vector unit. */
export interface Variant {
  readonly name: string;
  /** Whether multiplications and additions may be fused: `bits: 'fast'`. */
  readonly fast: boolean;
  readonly layout: Layout;
}

/** An engine of the addon. A call finishes the kernel before, and starts the one that `given` of `create` names. */
export type Handle = () => void;

/**
 * What ../native/addon.c exports. Each function throws an error for a number out of range and for an address outside of
 * the memory.
 */
export interface Addon {
  /** The variants that this processor can run, the narrowest first. */
  variants(): Variant[];
  /**
   * Multiplies and adds `turns` times in some vectors on the calling thread, as fast as one core can. Returns the
   * number of operations, and the sum of all lanes.
   */
  peak(variant: string, fast: boolean, isFloat64: boolean, turns: number): [operations: number, sum: number];
  /**
   * Returns undefined if the memory cannot be reserved. `given` is what the engine reads, in a shared buffer: the
   * arguments of the kernel, its number and the number of items.
   */
  create(
    variant: string,
    fast: boolean,
    threads: number,
    reserve: number,
    commit: number,
    given: Float64Array,
  ): Handle | undefined;
  /** Commits more memory. Returns false if there is not enough. */
  grow(engine: Handle, bytes: number): boolean;
  /** Returns when all kernels are done; so do `write` and `read`. */
  settle(engine: Handle): void;
  write(engine: Handle, address: number, values: TypedArray): void;
  read(engine: Handle, address: number, values: TypedArray): void;
  dispose(engine: Handle): void;
}

/** The name of this platform, such as `linux-x64-glibc`. */
export function platformName(): string {
  const { platform, arch } = process;
  return platform === 'linux' ? `${platform}-${arch}-${isGlibc() ? 'glibc' : 'musl'}` : `${platform}-${arch}`;
}

/** The program names the loader of its libraries near its start; the one of musl is `/lib/ld-musl-….so.1`. */
function isGlibc(): boolean {
  const start = Buffer.alloc(4096);
  const program = openSync(process.execPath, 'r');
  readSync(program, start);
  closeSync(program);
  return !start.includes('/ld-musl-');
}

const require = createRequire(import.meta.url);
let loaded: Addon | undefined;

/** Loads the addon once. Throws NablaError `backend` if there is none for this platform. */
export function loadAddon(): Addon {
  loaded ??= loadFrom(fileURLToPath(new URL('..', import.meta.url)), platformName());
  return loaded;
}

/** Loads the addon of a platform: what `npm run build:native` built in `folder`, or the package of the platform. */
export function loadFrom(folder: string, platform: string): Addon {
  const instead = "Use '@nablajs/backend-wasm', which runs everywhere.";
  const path = locateAddon(folder, platform);
  if (path === undefined) {
    const isSourceTree = existsSync(join(folder, 'native'));
    const remedy = isSourceTree ? `Run: cd ${folder} && npm run build:native (it needs a C compiler)` : instead;
    throw new NablaError('backend', `backend 'native' has no file for this platform (${platform}). ${remedy}`);
  }
  try {
    return require(path) as Addon;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NablaError(
      'backend',
      `backend 'native' does not load on this platform (${platform}): ${why}. ${instead}`,
      {
        cause,
      },
    );
  }
}

/** Returns the path of the addon, or undefined without one. */
function locateAddon(folder: string, platform: string): string | undefined {
  const built = join(folder, 'native', 'build', `${platform}.node`);
  if (existsSync(built)) return built;
  try {
    return createRequire(join(folder, 'package.json')).resolve(`@nablajs/backend-native-${platform}`);
  } catch {
    return undefined; // The package is optional.
  }
}
