/** Renames the tensors of a state dict. */

/**
 * How names in a file become names in PyTorch's twin of the network. A table maps names, or their first parts, to
 * others; `*` stands for any text without dots, and comes back in the same order; `null` leaves tensors out. The first
 * that fits counts. A function returns the new name, or `null`.
 */
export type NameMap = Readonly<Record<string, string | null>> | ((name: string) => string | null);

/** Returns a function that renames. */
export function renamer(map: NameMap | undefined): (name: string) => string | null {
  if (map === undefined) return (name) => name;
  if (typeof map === 'function') return map;
  const rules = Object.entries(map).map(([key, to]) => [patternOf(key), to] as const);
  return (name) => {
    for (const [pattern, to] of rules) {
      const found = pattern.exec(name);
      if (found === null) continue;
      if (to === null) return null;
      const [whole, ...texts] = found;
      const renamed = to.replace(/\*/g, () => texts.shift() ?? '');
      return `${renamed}${name.slice(whole.length)}`.replace(/^\./, '');
    }
    return name;
  };
}

/** Fits whole parts of a name, from its start. */
function patternOf(key: string): RegExp {
  const escaped = key.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('([^.]*)')}(?=\\.|$)`);
}
