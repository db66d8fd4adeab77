/** A part of `npm run test:registry`: backend-native as npm installs it, in a folder where nabla is installed. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformName } from '../dist/backend-native/src/addon.js';
import { addonOf, packageOf } from './platforms.mjs';

/** The weights after training on data.csv in the folder. */
async function trained(folder, run, backend) {
  await run(`npx nabla train data.csv --target price --epochs 3 --quiet --backend ${backend} --out ${backend}`);
  const file = readFileSync(join(folder, backend, 'weights.safetensors'));
  // What comes before them names the backend, by a digest of model.json.
  return file.subarray(8 + Number(file.readBigUInt64LE(0)));
}

/** Trains with native code that no compiler on this machine made. `run` runs a command in the folder. */
export async function trainNative(folder, run) {
  const platform = { name: platformName() };
  await run('npm install --ignore-scripts --no-audit --no-fund @nablajs/backend-native');
  if (!existsSync(addonOf(platform))) {
    console.log(`NOT TESTED: ${packageOf(platform)} is empty. Run npm run build:platforms first.`);
    return;
  }
  assert.deepEqual(await trained(folder, run, 'native'), await trained(folder, run, 'wasm'));
  console.log(`ok: ${packageOf(platform)} installs without a compiler and trains, with the bits of wasm`);
}
