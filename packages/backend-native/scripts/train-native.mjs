/** A part of `npm run test:registry`: backend-native as npm installs it, in a folder where nabla is installed. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { platformName } from '../dist/addon.js';
import { addonOf, packageOf } from './platforms.mjs';

/** Makes a folder that can be the whole PATH: it has Node, npm and a shell, and no compiler. */
function withoutCompiler(folder) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['node', 'npm', 'npx', 'sh']) {
    const places = process.env['PATH'].split(delimiter).map((place) => join(place, name));
    symlinkSync(name === 'node' ? process.execPath : places.find(existsSync), join(bin, name));
  }
  for (const name of ['cc', 'gcc', 'clang', 'make']) {
    assert.throws(() => execFileSync(name, ['--version'], { env: { PATH: bin } }), { code: 'ENOENT' });
  }
  return `export PATH="${bin}"; `;
}

/** Trains on data.csv in the folder, and returns the name of the backend and the bytes of the weights. */
async function trained(folder, run, out, { path = '', flags = '' }) {
  await run(`${path}npx nabla train data.csv --target price --epochs 3 --quiet --out ${out} ${flags}`);
  const { backend } = JSON.parse(readFileSync(join(folder, out, 'model.json'), 'utf8')).notes;
  const file = readFileSync(join(folder, out, 'weights.safetensors'));
  // What comes before them names the backend, by a digest of model.json.
  return { backend, weights: file.subarray(8 + Number(file.readBigUInt64LE(0))) };
}

/**
 * Trains with native code that no compiler on this machine made, and that `auto` chooses. `run` runs a command in the
 * folder.
 */
export async function trainNative(folder, run) {
  const platform = { name: platformName() };
  if (!existsSync(addonOf(platform))) {
    const problem = `NOT TESTED: ${packageOf(platform)} is empty. Run npm run build:platforms first.`;
    if (process.env['NABLA_REQUIRE_NATIVE'] === '1') throw new Error(problem);
    console.log(problem);
    return;
  }
  const path = process.platform === 'win32' ? '' : withoutCompiler(folder);
  // Install scripts need not be switched off: the package has none.
  await run(`${path}npm install --no-audit --no-fund @nablajs/backend-native`);
  const wasm = await trained(folder, run, 'on-wasm', { flags: '--backend wasm' });
  const native = await trained(folder, run, 'on-native', { path });
  assert.deepEqual([wasm.backend, native.backend], ['wasm', 'native']);
  assert.deepEqual(native.weights, wasm.weights);
  console.log(`ok: ${packageOf(platform)} installs without a compiler and trains, with the bits of wasm`);
}
