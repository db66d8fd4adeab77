/** Expressions of Python. */

/** Returns a value as a literal. Arrays become tuples. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value))
    return value.length === 1 ? `(${literal(value[0])},)` : `(${value.map(literal).join(', ')})`;
  // JSON's escapes of texts are Python's too.
  return typeof value === 'string' ? JSON.stringify(value) : `${value}`;
}

/** Returns a call: `nn.Linear(3, 4, bias=False)`. Options that are undefined are left out. */
export function newModule(
  name: string,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>> = {},
): string {
  const named = Object.entries(options).filter(([, value]) => value !== undefined);
  return `${name}(${[...args.map(literal), ...named.map(([key, value]) => `${key}=${literal(value)}`)].join(', ')})`;
}

/** Returns a call with one argument a line, which may have several lines themselves. */
export function tall(name: string, args: readonly string[]): string {
  const short = `${name}(${args.join(', ')})`;
  if (short.length <= 80 && !short.includes('\n')) return short;
  return `${name}(\n${args.map((arg) => `${indented(arg, 1)},\n`).join('')})`;
}

/** Indents each line by `depth` times four spaces. */
export const indented = (text: string, depth: number): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : `${'    '.repeat(depth)}${line}`))
    .join('\n');
