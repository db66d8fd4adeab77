/** What the scripts that kill runs share: their data, and how a run differs from one that never stopped. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '@nablajs/core';

const IMAGES = 600;

/** Writes four IDX files of random images. The brightest rows of an image tell its class. */
export function makeImages(folder) {
  mkdirSync(folder);
  for (const [part, count] of [
    ['train', IMAGES],
    ['t10k', 100],
  ]) {
    const draws = new Random(part === 'train' ? 2 : 3);
    const images = Buffer.alloc(16 + count * 784);
    const labels = Buffer.alloc(8 + count);
    for (const [place, value] of [0x803, count, 28, 28].entries()) images.writeUInt32BE(value, 4 * place);
    for (const [place, value] of [0x801, count].entries()) labels.writeUInt32BE(value, 4 * place);
    for (let i = 0; i < count; i++) {
      labels[8 + i] = i % 10;
      for (let pixel = 0; pixel < 784; pixel++) {
        const bright = Math.floor(pixel / 28) % 10 === i % 10 ? 120 : 0;
        images[16 + i * 784 + pixel] = draws.uniform() < 0.3 ? bright + Math.floor(draws.uniform() * 130) : 0;
      }
    }
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), images);
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), labels);
  }
  return folder;
}

/** Returns when the file was last written, in ms since 1970, or 0 if it does not exist. */
export function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Returns how a killed run differs from the one that never stopped. */
export function differencesOf(whole, killedOne) {
  const [a, b] = [whole, killedOne].map(({ run, out }) => {
    const names = readdirSync(join(run, 'checkpoints')).filter((name) => /^\d/.test(name));
    const folder = join(run, 'checkpoints', names.sort().at(-1));
    const {
      note: _note,
      sha256: _sha256,
      model,
      ...manifest
    } = JSON.parse(readFileSync(join(folder, 'manifest.json')));
    const events = readFileSync(join(run, 'events.jsonl'), 'utf8').trimEnd().split('\n').map(JSON.parse);
    return {
      "the model's weights": sha256(join(out, 'weights.safetensors')),
      "the last checkpoint's tensors": sha256(join(folder, 'tensors.safetensors')),
      'the rest of the last checkpoint': { ...manifest, model: { ...model, notes: { ...model?.notes, data: null } } },
      'the events': events.map(({ seconds: _seconds, ...event }) => event),
    };
  });
  return Object.keys(a)
    .filter((part) => !isDeepStrictEqual(a[part], b[part]))
    .map((part) => `${part} differ`);
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
