/** Runs the kernels of the addon, on its memory and its threads. */
import { totalmem } from 'node:os';
import type { DType, TypedArray } from '@nablajs/core';
import { NablaError } from '@nablajs/core';
import type { Addon, Handle, Variant } from './addon.js';
import type { Kernel } from './host/abi/kernels.js';
import { numberOf, placesOf, type Value, writeArguments } from './host/engine/arguments.js';
import type { Engine, Layout } from './host/engine/engine.js';
import { Heap, PAGE } from './host/engine/heap.js';

/** Places of a kernel's arguments: integers, then doubles (../native/task.h). Its number and its items follow. */
const INTEGERS = 64;
const NUMBER = 80;
const ITEMS = 81;
const GIVEN = 82;
const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** The memory for tensors that an engine has from the start. */
const FIRST_BYTES = 16 * PAGE;

export interface NativeOptions {
  readonly threads: number;
  readonly maximumBytes: number | undefined;
}

/** Returns the memory of this machine in bytes, or the limit of this process's container. */
function machineBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

export class NativeEngine implements Engine {
  readonly name = 'native';
  readonly layout: Layout;
  readonly heap: Heap;
  readonly threads: number;
  readonly notice = undefined;
  /** Not called: a kernel that fails ends the process. */
  onFailure: undefined;
  readonly #addon: Addon;
  readonly #given = new Float64Array(new SharedArrayBuffer(8 * GIVEN));
  readonly #integers: Float64Array;
  readonly #doubles: Float64Array;
  #handle: Handle | undefined;

  constructor(addon: Addon, { name, fast, layout }: Variant, { threads, maximumBytes }: NativeOptions) {
    this.#addon = addon;
    this.layout = layout;
    this.threads = threads;
    this.#integers = this.#given.subarray(0, INTEGERS);
    this.#doubles = this.#given.subarray(INTEGERS, NUMBER);
    const start = PAGE + threads * layout.scratchBytes;
    const first = start + FIRST_BYTES;
    const maximum = Math.max(first, Math.floor((maximumBytes ?? machineBytes()) / PAGE) * PAGE);
    try {
      this.#handle = addon.create(name, fast, threads, maximum, first, this.#given);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new NablaError('backend', `backend 'native' cannot start: ${why}.`, { cause });
    }
    if (this.#handle === undefined) {
      throw new NablaError(
        'memory',
        `backend 'native' cannot reserve ${(maximum / 1e6).toFixed(1)} MB of addresses. Pass a smaller maximumBytes.`,
      );
    }
    this.heap = new Heap((pages) => this.#grow(pages), start, first, maximum, this.name);
  }

  #grow(pages: number): void {
    if (!this.#addon.grow(this.#alive(), pages * PAGE)) throw new Error('out of memory');
  }

  run(
    kernel: Kernel<string, string>,
    type: string,
    items: number,
    integers: Readonly<Record<string, Value>>,
    doubles?: Readonly<Record<string, Value>>,
  ): void {
    const handle = this.#alive();
    kernel.integers ??= placesOf(integers);
    // The addon copies them, so the kernel before may still be running.
    writeArguments(this.#integers, kernel.integers, integers);
    if (doubles !== undefined) {
      kernel.doubles ??= placesOf(doubles);
      writeArguments(this.#doubles, kernel.doubles, doubles);
    }
    this.#given[NUMBER] = numberOf(kernel, type);
    this.#given[ITEMS] = items;
    handle();
  }

  write(address: number, values: TypedArray): void {
    this.#addon.write(this.#alive(), address, values);
  }

  read(dtype: DType, address: number, length: number): TypedArray {
    const values = new ARRAYS[dtype](length);
    this.#addon.read(this.#alive(), address, values);
    return values;
  }

  settle(): void {
    this.#addon.settle(this.#alive());
  }

  async dispose(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle !== undefined) this.#addon.dispose(handle);
  }

  #alive(): Handle {
    if (this.#handle !== undefined) return this.#handle;
    throw new NablaError('disposed', "backend 'native' was disposed of.");
  }
}
