/** How the code to copy is written, whatever it trains. */
import type { TypedConfig } from '@nablajs/core';

/** Notes that the program imports these names of a module. */
export type Use = (module: string, ...names: readonly string[]) => void;

/** What a program imports: names by module. */
export class Imports {
  readonly #names = new Map<string, Set<string>>([['node:crypto', new Set(['createHash'])]]);

  readonly use: Use = (module, ...names) => {
    const known = this.#names.get(module) ?? new Set();
    this.#names.set(module, new Set([...known, ...names]));
  };

  /** The packages to install. */
  get packages(): readonly string[] {
    return [...this.#names.keys()].map(packageOf).filter((name) => !name.startsWith('node:'));
  }

  get lines(): readonly string[] {
    return [...this.#names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([module, names]) => `import { ${[...names].sort().join(', ')} } from '${module}';`);
  }
}

/** `packages` are needed besides the program's imports, and `network` is what it trained. */
export function programOf(
  imports: Imports,
  packages: readonly string[],
  body: readonly string[],
  network: string,
): string {
  // Node has no WebGPU of its own, and each kind of graphics card gives its own bits.
  const isWebgpu = imports.packages.includes('@nablajs/backend-webgpu');
  const needed = [...imports.packages, ...packages, ...(isWebgpu ? ['webgpu'] : [])];
  return [
    `// npm install ${[...new Set(needed)].sort().join(' ')}`,
    ...imports.lines,
    '',
    ...body,
    '',
    `// The SHA-256 of the weights${isWebgpu ? '' : ': the page shows the same one'}.`,
    "const hash = createHash('sha256');",
    `for (const { value } of ${network}.parameters) hash.update(await value.data());`,
    "console.log('weights', hash.digest('hex'));",
    'await backend.dispose();',
    '',
  ].join('\n');
}

const packageOf = (module: string): string =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');

/** The arguments of constructors that come before their options. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  Dense: ['units'],
  Conv2d: ['filters', 'kernelSize'],
  MaxPool2d: ['size'],
  Dropout: ['rate'],
};

const SCHEDULE = /Decay$|^OneCycle$|^Warmup$/;

/** Writes the constructor call of a config: `new Conv2d(8, 5, { padding: 'same' })`. */
export function construct({ type, ...options }: TypedConfig, use: Use): string {
  use(SCHEDULE.test(type) ? '@nablajs/core/schedules' : '@nablajs/core', type);
  const first = ARGUMENTS[type] ?? [];
  const rest = Object.entries(options).filter(([name]) => !first.includes(name));
  const written = [
    ...first.map((name) => literal(options[name], use)),
    ...(rest.length === 0 ? [] : [`{ ${rest.map(([name, value]) => `${name}: ${literal(value, use)}`).join(', ')} }`]),
  ];
  return `new ${type}(${written.join(', ')})`;
}

function literal(value: unknown, use: Use): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object' && value !== null) return construct(value as TypedConfig, use);
  return `${value}`;
}
