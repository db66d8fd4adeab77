/**
 * A job's arguments, as the calling thread wrote them, and memory that is this thread's own. Kernels read arguments by their names, with
 * the functions of generated/arguments.ts.
 */
import { DOUBLES, INTEGERS } from '../src/abi/layout';


/** Of the memory that threads share. */
export let control: usize = 0;
let scratchStart: usize = 0;

/** Before anything else, once in each thread. */
export function begin(controlAddress: usize, scratchAddress: usize): void {
  control = controlAddress;
  scratchStart = scratchAddress;
}

/** 192 KB for whatever an item needs while it runs. */
// @ts-ignore: decorator
@inline
export function scratch(): usize {
  return scratchStart;
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
