/**
 * Generates AssemblyScript from the table of kernels (abi/kernels.ts of kernel-host): functions that read the
 * arguments, and the table of functions by number.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as table from '../dist/host/abi/kernels.js';
import { LIST } from '../dist/host/abi/layout.js';

const TYPES = { float32: 'f32', float64: 'f64', int32: 'i32', uint8: 'u8' };

const capitalized = (name) => name[0].toUpperCase() + name.slice(1);
const functionOf = (kernel) => kernel.toLowerCase().replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * Generates a namespace for each kernel with a function for each argument, such as `Matmul.m()`, and `Window` for the
 * list of that name.
 */
export function argumentReaders() {
  const source = readFileSync(new URL('../../kernel-host/src/host/abi/kernels.ts', import.meta.url), 'utf8');
  const lines = [...source.matchAll(/^export const (\w+): Kernel<\s*'([^']+)'(?:,\s*'([^']+)')?/gm)];
  const namespaces = lines.map(([, kernel, integers, doubles]) => {
    const readers = [...integerReaders(integers.split(' ')), ...(doubles ? doubleReaders(doubles.split(' ')) : [])];
    return `export namespace ${capitalized(functionOf(kernel))} {\n${readers.join('\n')}\n}\n`;
  });
  const [, window] = /^export type Window =\s*'([^']+)'/m.exec(source);
  const numbers = window.split(' ').map((name, at) => reader(name, '', 'i32', `integer(${LIST + at})`));
  return [
    "import { address, double, integer } from '../arguments';\n",
    ...namespaces,
    `export namespace Window {\n${numbers.join('\n')}\n}\n`,
  ].join('\n');
}

const reader = (name, parameters, type, value) =>
  `  // @ts-ignore: decorator\n  @inline\n  export function ${name}(${parameters}): ${type} { return ${value}; }`;

/** Numbers the arguments as `writeArguments` does: in the order of their names, a list from LIST on. */
function integerReaders(words) {
  const list = words.find((word) => word.startsWith('...'));
  const names = words.filter((word) => word !== list).map((word) => word.replace('*', ''));
  const readers = names
    .sort()
    .map((name, place) =>
      words.includes(`*${name}`)
        ? reader(name, '', 'usize', `address(${place})`)
        : reader(name, '', 'i32', `integer(${place})`),
    );
  return list ? [...readers, reader(list.slice(3), 'at: i32', 'i32', `integer(${LIST} + at)`)] : readers;
}

const doubleReaders = (names) => names.sort().map((name, place) => reader(name, '', 'f64', `double(${place})`));

/** Generates `execute`, which runs one item of a kernel. */
export function dispatch() {
  const kernels = Object.entries(table).sort(([, a], [, b]) => a.number - b.number);
  const functions = kernels.map(([kernel]) => functionOf(kernel));
  const entries = kernels.flatMap(([, { types }], i) =>
    types.map((type) => `  (item: i32): void => ${functions[i]}${typeArguments(type)}(item),`),
  );
  return `${functions.map((name) => `import { ${name} } from '../${fileOf(name)}';`).join('\n')}

// A table, because a switch makes the compiler inline all kernels into one function, where V8 runs out of registers.
const KERNELS: StaticArray<(item: i32) => void> = [
${entries.join('\n')}
];

export function execute(kernel: i32, item: i32): void {
  unchecked(KERNELS[kernel])(item);
}
`;
}

function typeArguments(types) {
  return types === '' ? '' : `<${types.split(',').map((type) => TYPES[type] ?? type)}>`;
}

const assembly = new URL('../assembly/', import.meta.url);
const sources = readdirSync(assembly)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => [file.slice(0, -3), readFileSync(new URL(file, assembly), 'utf8')]);

/** Returns the file of assembly/ that exports a kernel. */
function fileOf(name) {
  const found = sources.filter(([, text]) => new RegExp(`^export function ${name}\\b`, 'm').test(text));
  if (found.length === 1) return found[0][0];
  throw new Error(`kernel ${name}: expected one file of assembly/ that exports it; found ${found.length}`);
}
