/**
 * Sanitizers find nothing in any conformance case: address and undefined behaviour in Node, and threads in a program in
 * C that repeats the recorded jobs. They need GCC on Linux; otherwise a skipped test says so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
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
if (process.platform !== 'linux' || libraries.includes(undefined)) {
  if (process.env['NABLA_REQUIRE_NATIVE'] === '1') it(title, () => expect.fail(title));
  else it.skip(title, () => undefined);
} else {
  describeNative('sanitizers', () => {
    afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

    it('of addresses and undefined behaviour find nothing in Node', SLOWER, () => {
      // A copy of this package: what is in its native/build is loaded.
      mkdirSync(FOLDER, { recursive: true });
      for (const name of ['dist', 'package.json']) cpSync(join(OWN, name), join(FOLDER, name), { recursive: true });
      const addon = join(FOLDER, 'native', 'build', `${platformName()}.node`);
      const flags = '-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -w';
      run(process.execPath, ['scripts/build-native.mjs', '--cc', 'gcc', `--flags=${flags}`, '--out', addon]);
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

    // The narrowest vectors and the widest, which reach furthest past the end of a row.
    const ends = [...new Set([variants[0], variants.at(-1)])];
    it.each(ends)('of threads find nothing in the jobs of %s', SLOWER, (variant) => {
      mkdirSync(FOLDER, { recursive: true });
      const [recording, program] = [join(FOLDER, `recording-${variant}`), join(FOLDER, `replay-${variant}`)];
      run(process.execPath, ['scripts/record.mjs', recording, `${variant}`]);
      const flags = '-O1 -g -fsanitize=thread -w';
      run(process.execPath, ['scripts/build-replay.mjs', program, `${variant}`, flags], { CC: 'gcc' });
      const told = run(program, [recording], { TSAN_OPTIONS: 'halt_on_error=1' });
      rmSync(recording);
      expect(told).toMatch(/^\d{4,} jobs, \d{2,} kernels on two threads, 0 different results\n$/);
    });
  });
}
