/**
 * Sanitizers find nothing: address and undefined behaviour in Node, on every conformance case, and threads in a program
 * in C that repeats the recorded jobs of many cases. They need GCC on Linux; otherwise a skipped test says so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { platformName } from '../src/addon.js';
import { observe } from './support/observe.js';
import { describeNative, variants } from './support/suites.js';

const OWN = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(OWN, 'native', 'build', 'sanitized');
const SLOWER = { timeout: 1_800_000 };

function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: OWN,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** The path of a library of GCC, or undefined without it. */
function libraryOf(name: string): string | undefined {
  const { stdout } = spawnSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' });
  const path = (stdout ?? '').trim();
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

const libraries = ['libasan.so', 'libubsan.so', 'libtsan.so'].map(libraryOf);
const title = process.platform === 'linux' ? 'NOT TESTED: they need GCC' : 'NOT TESTED: they run on Linux';
if (process.platform !== 'linux' || libraries.includes(undefined)) it.skip(title, () => undefined);
else {
  describeNative('sanitizers', () => {
    afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

    it('of addresses and undefined behaviour find nothing in Node', SLOWER, () => {
      // A copy of this package: what is in its native/build is loaded.
      mkdirSync(FOLDER, { recursive: true });
      for (const name of ['dist', 'package.json']) cpSync(join(OWN, name), join(FOLDER, name), { recursive: true });
      const addon = join(FOLDER, 'native', 'build', `${platformName()}.node`);
      const flags = '-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -w';
      run(process.execPath, ['scripts/build-native.mjs', '--cc', 'gcc', '--flags', flags, '--out', addon]);
      const env = {
        LD_PRELOAD: libraries.slice(0, 2).join(':'),
        // Node itself does not free everything at its end.
        ASAN_OPTIONS: 'detect_leaks=0',
        UBSAN_OPTIONS: 'print_stacktrace=1',
      };
      const expected = observe({ backend: 'wasm', options: { threads: 2 } });
      for (const variant of variants) {
        const received = observe({ options: { threads: 3, variant }, more: ['--package', FOLDER], env });
        expect(received).toEqual(expected);
      }
    });

    it('of threads find nothing in the recorded jobs', SLOWER, () => {
      mkdirSync(FOLDER, { recursive: true });
      const [recording, program] = [join(FOLDER, 'recording'), join(FOLDER, 'replay')];
      run(process.execPath, ['scripts/record.mjs', recording, '3']);
      const sources = ['test/replay', 'jobs', 'memory', 'variants'].map((name) => `native/${name}.c`);
      const flags = '-std=gnu11 -O2 -g -fsanitize=thread -pthread -fno-math-errno -fno-trapping-math -w'.split(' ');
      const strict = ['-fno-strict-aliasing', '-ffp-contract=off', '-DONLY_BASELINE'];
      const baseline = [
        '-DVARIANT=variant_baseline',
        '-DVARIANT_NAME="baseline"',
        '-DVARIANT_FAST=0',
        '-DVECTOR_BYTES=16',
      ];
      const all = [...sources, 'native/kernels/kernels.c', '-o', program];
      run('gcc', [...flags, ...strict, ...baseline, ...all, '-lm']);
      expect(run(program, [recording], { TSAN_OPTIONS: 'halt_on_error=1' })).toMatch(
        /^\d{4,} jobs, 0 different results\n$/,
      );
      expect(readdirSync(FOLDER)).toContain('recording');
    });
  });
}
