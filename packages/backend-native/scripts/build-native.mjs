/**
 * Builds the addon for this machine: native/build/PLATFORM.node. Needs a C compiler and what tsc builds.
 *
 *   --cc COMMAND       the compiler, with arguments. Default: the variable CC, or cc
 *   --platform NAME    the platform that the compiler builds for. Default: this one
 *   --flags FLAGS      more flags for compiling and linking, such as -fsanitize=address
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { platformName } from '../dist/backend-native/src/addon.js';
import { generate } from './generate.mjs';

const { values } = parseArgs({
  options: {
    cc: { type: 'string', default: process.env['CC'] ?? 'cc' },
    platform: { type: 'string', default: platformName() },
    flags: { type: 'string', default: '' },
  },
});
const words = (text) => text.split(' ').filter((word) => word !== '');
const [compiler, ...compilerArguments] = words(values.cc);
const { platform } = values;
const isX64 = platform.includes('x64');

const native = fileURLToPath(new URL('../native/', import.meta.url));
const headers = createRequire(import.meta.url)('node-api-headers').include_dir;

const AVX2 = ['-mavx2'];
const AVX512 = ['-mavx2', '-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl', '-mprefer-vector-width=512'];
/** The name, the bytes of a vector, and the compiler's flags of each variant; `fast` ones fuse. */
const VARIANTS = isX64
  ? [
      { name: 'baseline', bytes: 16, flags: [] },
      { name: 'avx2', bytes: 32, flags: AVX2 },
      { name: 'avx512', bytes: 64, flags: AVX512 },
      { name: 'avx2', fast: true, bytes: 32, flags: [...AVX2, '-mfma'] },
      { name: 'avx512', fast: true, bytes: 64, flags: [...AVX512, '-mfma'] },
    ]
  : [
      { name: 'baseline', bytes: 16, flags: [] },
      { name: 'baseline', fast: true, bytes: 16, flags: [] },
    ];

const common = [
  ...['-std=gnu11', '-O3', '-g0', '-fPIC', '-fvisibility=hidden', '-fno-math-errno', '-fno-trapping-math'],
  ...['-fno-strict-aliasing', '-Wall', '-Wextra', '-Wno-unused-function', '-Wno-psabi', '-Wno-unused-const-variable'],
  ...(platform.startsWith('win32') ? [] : ['-pthread']),
  ...['-DNAPI_VERSION=8', `-I${headers}`, ...words(values.flags)],
];

function compile(flags) {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, [...compilerArguments, ...flags], { stdio: 'inherit' });
    child.on('error', (error) => reject(new Error(`the compiler '${values.cc}' does not start: ${error.message}`)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`'${values.cc}' ended with ${code}`))));
  });
}

generate();
const folder = mkdtempSync(join(tmpdir(), 'nabla-native-'));
try {
  const units = ['addon', 'jobs', 'memory', 'variants'].map((name) => [
    `${native}${name}.c`,
    join(folder, `${name}.o`),
    ['-ffp-contract=off'],
  ]);
  for (const { name, fast = false, bytes, flags } of VARIANTS) {
    const symbol = `variant_${name}${fast ? '_fast' : ''}`;
    const defines = [`-DVARIANT=${symbol}`, `-DVARIANT_NAME="${name}"`, `-DVARIANT_FAST=${Number(fast)}`];
    const contract = `-ffp-contract=${fast ? 'fast' : 'off'}`;
    units.push([
      `${native}kernels/kernels.c`,
      join(folder, `${symbol}.o`),
      [...flags, ...defines, `-DVECTOR_BYTES=${bytes}`, contract],
    ]);
  }
  const waiting = [...units].reverse();
  const worker = async () => {
    for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
      const [source, object, flags] = unit;
      await compile([...common, ...flags, '-c', source, '-o', object]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  mkdirSync(`${native}build`, { recursive: true });
  const out = `${native}build/${platform}.node`;
  const link = platform.startsWith('darwin') ? ['-undefined', 'dynamic_lookup'] : [];
  const strip = platform.startsWith('darwin') ? [] : ['-s'];
  const objects = units.map(([, object]) => object);
  // A running process may have loaded the file, so replace it rather than write to it.
  await compile([
    '-shared',
    ...strip,
    ...link,
    ...common.slice(0, 4),
    ...words(values.flags),
    '-o',
    `${out}.new`,
    ...objects,
  ]);
  renameSync(`${out}.new`, out);
  process.stdout.write(`${out}: ${Math.round(statSync(out).size / 1024)} KB\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
