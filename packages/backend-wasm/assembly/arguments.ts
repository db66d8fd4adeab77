/** A job's arguments, and this thread's scratch memory. Kernels read arguments by name, with generated/arguments.ts. */
import { DOUBLES, INTEGERS, SCRATCH_LINES } from './generated/layout';


/** Address of the control block that threads share. */
export let control: usize = 0;
let scratchStart: usize = 0;

/** Call this first, once in each thread. */
export function begin(controlAddress: usize, scratchAddress: usize): void {
  control = controlAddress;
  scratchStart = scratchAddress;
}

/** Returns the address of 512 KB of scratch memory, which an item may use while it runs. */
// @ts-ignore: decorator
@inline
export function scratch(): usize {
  return scratchStart;
}

/** Returns the address of scratch memory for packed rows and windows, after the sums of a tile. */
// @ts-ignore: decorator
@inline
export function scratchLines(): usize {
  return scratchStart + <usize>SCRATCH_LINES;
}

// @ts-ignore: decorator
@inline
export function integer(index: i32): i32 {
  return load<i32>(control + <usize>INTEGERS + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function address(index: i32): usize {
  return load<u32>(control + <usize>INTEGERS + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function double(index: i32): f64 {
  return load<f64>(control + <usize>DOUBLES + (<usize>index << 3));
}
