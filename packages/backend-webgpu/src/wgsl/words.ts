/** Names for the words of `params`. */

/**
 * Replaces `p.name` in WGSL by the word of `params` at the place of the name in `names`, as an i32. A word counts as
 * uniform, so loops that end at it may have barriers.
 */
export function named(names: string, code: string): string {
  const places = names.split(' ');
  return code.replace(/\bp\.(\w+)/g, (_, name: string) => {
    const at = places.indexOf(name);
    return `i32(params[${at >> 2}].${'xyzw'[at & 3]})`;
  });
}

/** Joins the texts of 0, 1 ... `n − 1`: an unrolled loop. */
export function each(n: number, text: (i: number) => string): string {
  return Array.from({ length: n }, (_, i) => text(i)).join('');
}
