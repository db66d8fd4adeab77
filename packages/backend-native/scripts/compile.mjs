/** Compiles the addon for one platform. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const native = fileURLToPath(new URL('../native/', import.meta.url));
const { include_dir: headers, def_paths: definitions } = createRequire(import.meta.url)('node-api-headers');

const AVX2 = ['-mavx2'];
const AVX512 = ['-mavx2', '-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl', '-mprefer-vector-width=512'];
/** The name, the bytes of a vector, and the compiler's flags of each variant. Variants with `fast` fuse. */
const X64 = [
  // Small rather than fast: for processors without AVX2, which are older than 2013.
  { name: 'baseline', bytes: 16, flags: ['-Os'] },
  { name: 'avx2', bytes: 32, flags: AVX2 },
  { name: 'avx512', bytes: 64, flags: AVX512 },
  { name: 'avx2', fast: true, bytes: 32, flags: [...AVX2, '-mfma'] },
  { name: 'avx512', fast: true, bytes: 64, flags: [...AVX512, '-mfma'] },
];
const ARM64 = [
  { name: 'baseline', bytes: 16, flags: [] },
  { name: 'baseline', fast: true, bytes: 16, flags: [] },
];

/** Kernels use the scratch memory of their thread: the stack of a thread has 128 KB with musl. */
const STACK = '-Wframe-larger-than=32768';
const WARNINGS = [
  ...['-Wall', '-Wextra', '-Wno-unused-function', '-Wno-psabi', '-Wno-unused-const-variable', '-Wno-pass-failed'],
  STACK,
];
const CODE = [
  ...['-std=gnu11', '-O3', '-g0', '-fPIC', '-fvisibility=hidden', '-fno-math-errno', '-fno-trapping-math'],
  ...['-fno-strict-aliasing', '-fno-asynchronous-unwind-tables', '-fno-unwind-tables'],
];

/** The object file, the source, and the flags of each variant to compile. */
function variantUnits(platform) {
  return (platform.includes('x64') ? X64 : ARM64).map(({ name, fast = false, bytes, flags }) => {
    const symbol = `variant_${name}${fast ? '_fast' : ''}`;
    const own = [`-DVARIANT=${symbol}`, `-DVARIANT_NAME="${name}"`, `-DVARIANT_FAST=${Number(fast)}`];
    const contract = `-ffp-contract=${fast ? 'fast' : 'off'}`;
    return [symbol, `${native}kernels/kernels.c`, [...flags, ...own, `-DVECTOR_BYTES=${bytes}`, contract]];
  });
}

function unitsOf(platform) {
  const plain = ['addon', 'jobs', 'memory', 'variants'].map((name) => [name, `${native}${name}.c`, []]);
  return [...variantUnits(platform), ...plain.map(([name, source]) => [name, source, ['-ffp-contract=off']])];
}

/** How to link with what Node defines: on Windows that takes an import library. */
async function linkFlags(platform, folder, dlltool) {
  if (platform.startsWith('linux')) return ['-s', '-lm'];
  if (platform.startsWith('darwin')) return ['-undefined', 'dynamic_lookup', '-install_name', 'nabla.node', '-Wl,-x'];
  const library = join(folder, 'node.lib');
  await run([...dlltool, '-m', 'i386:x86-64', '-d', definitions.node_api_def, '-l', library]);
  return ['-s', library];
}

/** Runs a command. Throws an Error if it fails. */
function run([command, ...args]) {
  const shown = [command, ...args].slice(0, 3).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', (error) => reject(new Error(`'${shown}' does not start: ${error.message}`)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`'${shown}' ended with ${code}`))));
  });
}

/**
 * Compiles the addon for a platform to the file `out`, and returns its size in bytes. `compiler` is a list of words,
 * and so is `dlltool`, which only Windows needs. `flags` go to every compilation and to the linker, `tuning` to
 * compilations only.
 */
export async function compileAddon({ platform, compiler, dlltool = ['dlltool'], flags = [], tuning = [], out }) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-native-'));
  const threads = platform.startsWith('win32') ? [] : ['-pthread'];
  const common = [...CODE, ...WARNINGS, ...threads, '-DNAPI_VERSION=8', `-I${headers}`, ...tuning, ...flags];
  try {
    const units = unitsOf(platform);
    const waiting = [...units];
    const work = async () => {
      for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
        const [name, source, own] = unit;
        await run([...compiler, ...common, ...own, '-c', source, '-o', join(folder, `${name}.o`)]);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    const objects = units.map(([name]) => join(folder, `${name}.o`));
    const link = await linkFlags(platform, folder, dlltool);
    const linked = join(folder, basename(out));
    await run([...compiler, '-shared', ...threads, ...flags, '-o', linked, ...objects, ...link]);
    mkdirSync(dirname(out), { recursive: true });
    // A running process may have loaded the file, so replace it rather than write to it.
    copyFileSync(linked, `${out}.new`);
    renameSync(`${out}.new`, out);
    return statSync(out).size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles test/replay.c with one portable variant of this machine's kernels to the program `out`. */
export async function compileReplay({ platform, variant, compiler, flags = [], out }) {
  const symbol = `variant_${variant}`;
  const [, kernels, own] = variantUnits(platform).find(([name]) => name === symbol);
  const sources = ['test/replay', 'jobs', 'memory', 'variants'].map((name) => `${native}${name}.c`);
  const common = [...CODE, ...WARNINGS, '-pthread', `-DONLY_VARIANT=${symbol}`, '-DWAKING_AT=2', ...own, ...flags];
  await run([...compiler, ...common, kernels, ...sources, '-o', out, '-lm']);
}
