/**
 * Writes native/generated: C that follows from the table of kernels and the sizes of backend-wasm, and from core's
 * constants of elementary functions. It needs what tsc builds.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { INVERSES } from '../../core/dist/math/log.js';
import * as table from '../dist/host/abi/kernels.js';
import * as layout from '../dist/host/abi/layout.js';
import * as operations from '../dist/host/abi/operations.js';

const TYPES = { float32: 'f32', float64: 'f64', int32: 'i32', uint8: 'u8' };
/** native/task.h and native/kernels/layout.h define these. */
const OWN = ['INTEGERS', 'DOUBLES', 'PANEL_VECTORS', 'PANEL_STRIDE', 'MOST_LINES', 'SPARSE_VECTORS', 'TILE_ROWS'];
const OWN_TOO = ['TILE_BYTES', 'SCRATCH_LINES'];

/** The files with products. Only these are compiled for `bits: 'fast'`. */
const PRODUCTS = ['matmul', 'attention', 'recurrent', 'csr', 'convolution', 'depthwise', 'sparse-gradients'];

const TABLE = '../../kernel-host/src/host/abi/kernels.ts';
const native = new URL('../native/', import.meta.url);
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const functionOf = (kernel) => kernel.toLowerCase().replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
const capitalized = (name) => name[0].toUpperCase() + name.slice(1);

/** Of the words with a `*`, those with these names are numbers of bytes. The others are addresses. */
const isByteCount = (name) => /(bytes|stride)$/i.test(name);

/** The kernels that describe arguments of their own: the name, the words for integers and for doubles. */
const DESCRIBED = [...read(TABLE).matchAll(/^export const (\w+): Kernel<\s*'([^']+)'(?:,\s*'([^']+)')?/gm)];

/** Generates a struct for each kind of arguments, such as `Matmul`, and a function that reads it. */
function argumentReaders() {
  const [, window] = /^export type Window =\s*'([^']+)'/m.exec(read(TABLE));
  const numbers = window.split(' ').map((name, at) => ['int64_t ', name, `(int64_t)given[${layout.LIST + at}]`]);
  const kernels = DESCRIBED.map(([, kernel, integers, doubles]) => {
    const fields = [...integerFields(integers.split(' ')), ...(doubles ? doubleFields(doubles.split(' ')) : [])];
    return structOf(capitalized(functionOf(kernel)), fields);
  });
  return [structOf('Window', numbers), ...kernels].join('\n');
}

function structOf(name, fields) {
  const members = fields.map(([type, field]) => `  ${type}${field};`).join('\n');
  const values = fields.map(([, field, value]) => `    .${field} = ${value},`).join('\n');
  return `typedef struct {\n${members}\n} ${name};
INLINE ${name} argumentsOf${name}(const Task *task) {
  const double *given = task->arguments;
  return (${name}){\n${values}\n  };\n}\n`;
}

/** Numbers the arguments as `writeArguments` does: in the order of their names, a list from LIST on. */
function integerFields(words) {
  const list = words.find((word) => word.startsWith('...'));
  const names = words.filter((word) => word !== list).map((word) => word.replace('*', ''));
  const fields = names.sort().map((name, place) => {
    const isAddress = words.includes(`*${name}`) && !isByteCount(name);
    if (!isAddress) return ['int64_t ', name, `(int64_t)given[${place}]`];
    return ['char *', name, `given[${place}] == 0 ? NULL : task->base + (int64_t)given[${place}]`];
  });
  if (list === undefined) return fields;
  if (list === '...window') return [...fields, ['Window ', 'window', 'argumentsOfWindow(task)']];
  return [...fields, ['const double *', list.slice(3), `given + ${layout.LIST}`]];
}

/** Generates, by the number of a kernel, a bit for each place of an address among its integers. */
function addresses() {
  const source = read(TABLE);
  const same = new Map(
    [...source.matchAll(/^export const (\w+): typeof (\w+)/gm)].map(([, name, other]) => [name, other]),
  );
  const masks = kernels().flatMap(([name, { types }]) => {
    const [, , integers] = DESCRIBED.find(([, described]) => described === (same.get(name) ?? name));
    const places = integerFields(integers.split(' ')).map(([type], place) =>
      type === 'char *' ? 1n << BigInt(place) : 0n,
    );
    return types.map(() => `  ${places.reduce((mask, bit) => mask | bit, 0n)}u,`);
  });
  return `static const uint64_t ADDRESSES[] = {\n${masks.join('\n')}\n};\n`;
}

const doubleFields = (names) => names.sort().map((name, i) => ['double ', name, `given[INTEGERS + ${i}]`]);

/** Returns the names of the kernels that a file of native/kernels defines, without their types. */
function kernelsIn(file) {
  const source = readFileSync(new URL(`kernels/${file}`, native), 'utf8');
  const found = source.matchAll(/^(?:KERNEL|KERNEL_AS|CAST)\((\w+)[,)]/gm);
  return [...found].map(([, name]) => name.replace(/_\w+$/, ''));
}

/** Generates the table of functions by number. That of a fast variant has products only. */
function kernelTable() {
  const products = new Set(PRODUCTS.flatMap((file) => kernelsIn(`${file}.c`)));
  const entries = kernels().flatMap(([kernel, { types }]) => {
    const name = functionOf(kernel);
    return types.map((type) => `  ${products.has(name) ? 'PRODUCT' : 'OTHER'}(${name}${suffixOf(type)}),`);
  });
  return `static Kernel *const TABLE[KERNELS] = {\n${entries.join('\n')}\n};\n`;
}

const kernels = () => Object.entries(table).sort(([, a], [, b]) => a.number - b.number);

const suffixOf = (types) =>
  types === ''
    ? ''
    : `_${types
        .split(',')
        .map((type) => TYPES[type] ?? type)
        .join('_')}`;

/** Converts the generated part of a file in core to C: numbers of `type`. */
function constantsOf(file, type = 'double') {
  const source = read(`../../core/src/math/${file}`);
  const [, part] = /\/\/ Generated by [^\n]*\n([\s\S]*?)\/\/ End of the generated part\./.exec(source) ?? [];
  if (part === undefined) throw new Error(`${file}: expected a generated part between its marks; found none`);
  return part
    .replaceAll(/export const (\w+): Float64Array = .* new Float64Array\(\[/g, 'static const double $1[] = {')
    .replaceAll(']);', '};')
    .replaceAll(/^const (\w+) = /gm, `static const ${type} $1 = `);
}

function sizes() {
  const count = kernels().flatMap(([, { types }]) => types).length;
  const shared = Object.entries(layout).filter(([name]) => ![...OWN, ...OWN_TOO].includes(name));
  return [['KERNELS', count], ...shared, ...Object.entries(operations)]
    .map(([name, value]) => `#define ${name} ${value}\n`)
    .join('');
}

export function generate() {
  const files = ['exp.ts', 'log.ts', 'logistic.ts', 'erf.ts', 'normal.ts'];
  const inverses = `static const double INVERSES[] = {${[...INVERSES].join(', ')}};\n`;
  const generated = {
    arguments: argumentReaders(),
    addresses: addresses(),
    table: kernelTable(),
    constants: [...files.map((file) => constantsOf(file)), constantsOf('float32.ts', 'float'), inverses].join('\n'),
    sizes: sizes(),
  };
  mkdirSync(new URL('generated/', native), { recursive: true });
  for (const [name, text] of Object.entries(generated)) {
    writeFileSync(
      new URL(`generated/${name}.h`, native),
      `/* Written by scripts/generate.mjs; not in git. */\n${text}`,
    );
  }
}
