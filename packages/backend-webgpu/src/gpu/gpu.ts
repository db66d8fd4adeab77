/** The contract between the kernels and the device: what a kernel may ask the card to do. */
import type { Program } from './program.js';

/** Elements of a tensor on the card, four bytes each for every dtype: a uint8 takes a u32 of its own. */
export interface GpuStorage {
  readonly buffer: GPUBuffer;
  /** The bytes of the elements, at least 4. The buffer may have more. */
  readonly bytes: number;
  /** Numbers the buffer. */
  readonly id: number;
}

/** One run of a program. */
interface Dispatch {
  readonly program: Program;
  /** Bound in order from binding 0 on, before `writes`. No storage of `writes` may be among them. */
  readonly reads: readonly GpuStorage[];
  readonly writes: readonly GpuStorage[];
  /** The words of `params`, at most 64: whole numbers from `−2³¹` to `2³² − 1`, and floats as `bits` gives them. */
  readonly params: readonly number[];
  /** At most 65,535 along each dimension; `grid` folds more. With a 0 nothing runs. */
  readonly workgroups: readonly [x: number, y: number, z: number];
}

/** The card. Commands run in the order of the calls. */
export interface Gpu {
  /** Returns a storage whose elements are not set. Throws NablaError `memory` if it is too large. */
  allocate(elements: number): GpuStorage;
  /** Commands given before still see the elements. */
  release(storage: GpuStorage): void;
  /** Appends a run to the pending commands. */
  dispatch(run: Dispatch): void;
  /** Copies words into a new storage. */
  upload(words: Uint32Array): GpuStorage;
  /** Hands the pending commands to the card. Happens by itself before a read, at a limit and when idle. */
  flush(): void;
}

const floats = /* @__PURE__ */ new Float32Array(1);
const words = /* @__PURE__ */ new Uint32Array(floats.buffer);

/** Returns the bits of a number, rounded to float32, for `params`. */
export function bits(x: number): number {
  floats[0] = x;
  return words[0]!;
}

/** The most workgroups along a dimension that every adapter takes. */
const MOST_GROUPS = 65_535;

/** Folds a number of workgroups into x and y. A program's `group(w, n)` counts them; the last may be too many. */
export function grid(workgroups: number): [x: number, y: number, z: number] {
  const y = Math.ceil(workgroups / MOST_GROUPS);
  return [y > 1 ? Math.ceil(workgroups / y) : workgroups, Math.max(y, 1), 1];
}
