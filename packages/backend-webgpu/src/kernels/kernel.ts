/** What templates have in common. */
import { bindings, type Program, program, word } from '../gpu/program.js';

/** The WGSL of a kernel. */
export interface Kernel {
  readonly name: string;
  /** The storages, as for `bindings`. */
  readonly reads: string;
  readonly writes: string;
  /** Functions that it calls, besides those of `wgsl/functions.ts`. */
  readonly functions?: string;
}

const programs = /* @__PURE__ */ new WeakMap<Kernel, Program[]>();

/** Returns program `key` of a kernel, which `make` gives when it is first needed. */
export function programOf(kernel: Kernel, key: number, make: () => readonly [kernel: Kernel, main: string]): Program {
  const made = programs.get(kernel) ?? [];
  programs.set(kernel, made);
  if (made[key] === undefined) {
    const [{ name, reads, writes, functions = '' }, main] = make();
    made[key] = program(name, bindings(reads, writes) + functions + main);
  }
  return made[key];
}

/** Words of `params` that the templates take. Their word 7 is 0, for `kept`. */
export const TAKEN = 8;

/** The words of `params` of a template and then a kernel, at most 56. */
export const paramsOf = (template: readonly number[], own: readonly number[]): number[] =>
  Array.from({ length: TAKEN }, (_, at) => template[at] ?? 0).concat(own);

/** The WGSL of a kernel's own word, a u32. */
export const own = (at: number): string => word(TAKEN + at);

/** The WGSL of a kernel's own word as a float. */
export const number = (at: number): string => `bitcast<f32>(${own(at)})`;
