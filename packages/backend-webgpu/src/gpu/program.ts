/** Programs: the WGSL of a kernel and how many storages it binds. */
import { withFunctions } from '../wgsl/functions.js';

/** The WGSL of a kernel. Its entry point is `main`. */
export interface Program {
  readonly name: string;
  readonly code: string;
  readonly reads: number;
  readonly writes: number;
}

const count = (text: string, part: string): number => text.split(part).length - 1;

/** Makes a program of code that declares its bindings as `bindings` does. Adds elementary functions that it calls. */
export function program(name: string, code: string): Program {
  return {
    name,
    code: withFunctions(code),
    reads: count(code, '<storage,read>'),
    writes: count(code, '<storage,read_write>'),
  };
}

/**
 * Declares storages, given as `name:type` for elements or `name:array<...>`, and the uniform `params` of `vectors`
 * times `vec4u`. Declares `group` too, which numbers the workgroups of a `grid`.
 *
 * `bindings('a:u32 b:f32', 'out:f32')` declares a, b, out and params.
 */
export function bindings(reads: string, writes: string): string {
  let at = 0;
  const declare = (list: string, access: string): string =>
    list
      .split(' ')
      .filter(Boolean)
      .map((entry) => {
        const [name, type] = entry.split(':') as [string, string];
        const array = type.startsWith('array<') ? type : `array<${type}>`;
        return `@group(0) @binding(${at++}) var<storage,${access}> ${name}:${array};`;
      })
      .join('\n');
  return `${declare(reads, 'read')}
${declare(writes, 'read_write')}
@group(0) @binding(${at}) var<uniform> params:array<vec4u,16>;
fn group(w:vec3u,n:vec3u)->u32{return w.x+w.y*n.x;}
`;
}

/** Keeps what `make` returns for each list of keys: a template's programs. */
export function templates<K extends readonly (string | number | boolean)[], T = Program>(
  make: (...keys: K) => T,
): (...keys: K) => T {
  const made = new Map<string, T>();
  return (...keys) => {
    const key = keys.join();
    const found = made.get(key) ?? make(...keys);
    made.set(key, found);
    return found;
  };
}

/**
 * Opens the entry point with `size` threads in a workgroup: i numbers all threads of a `grid`, l those of a workgroup,
 * w is the workgroup and n how many there are.
 */
export function main(size: number): string {
  return `@compute @workgroup_size(${size}) fn main(@builtin(workgroup_id) w:vec3u,
@builtin(num_workgroups) n:vec3u,@builtin(local_invocation_index) l:u32){
let i=group(w,n)*${size}u+l;`;
}

/** The WGSL of word `at` of `params`, a u32. */
export function word(at: number): string {
  return `params[${at >> 2}][${at & 3}]`;
}
