/** The network and the pictures that `images.mjs` learns from. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

/** MobileNetV2 of nsfwjs (MIT), which its authors fine-tuned for another task. */
const NSFWJS = 'nsfwjs@4.3.0';

/** Photographs and drawings of Tux Paint (GPL 2), by kind. */
const STAMPS = 'tuxpaint-stamps-default';

/** The folders of the classes. */
const KINDS = {
  ...{ birds: 'animals/birds', fish: 'animals/fish', insects: 'animals/insects', mammals: 'animals/mammals' },
  ...{ fruit: 'food/fruit', vegetables: 'food/vegetables', flowers: 'plants/flowers', clothes: 'clothes' },
  ...{ tools: 'household/tools', houses: 'town/houses', roadsigns: 'town/roadsigns', vehicles: 'vehicles' },
  ...{ planets: 'space/planets', instruments: 'hobbies/music', coins: 'symbols/money' },
};
const MOST_IMAGES = 30;
/** Where the package has them. */
const IN_PACKAGE = 'usr/share/tuxpaint/stamps';

const run = (file, args, options = {}) => execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e8, ...options });

/** Returns a folder with the model.json of TensorFlow.js and its weights. */
export function mobilenet(cache) {
  const folder = join(cache, 'mobilenet');
  if (existsSync(join(folder, 'model.json'))) return folder;
  const packages = join(cache, 'nsfwjs');
  run('npm', [
    'install',
    '--silent',
    '--no-save',
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--prefix',
    packages,
    NSFWJS,
  ]);
  const require = createRequire(join(packages, 'index.js'));
  const at = join(packages, 'node_modules/nsfwjs/dist/models/mobilenet_v2');
  const model = require(join(at, 'model.min.js'));
  mkdirSync(folder, { recursive: true });
  for (const path of model.weightsManifest.flatMap(({ paths }) => paths)) {
    writeFileSync(join(folder, path), Buffer.from(require(join(at, `${path}.min.js`)), 'base64'));
  }
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  return folder;
}

/** Reads that folder for `readTfjs`. */
export function filesOf(folder) {
  const model = readFileSync(join(folder, 'model.json'), 'utf8');
  const paths = JSON.parse(model).weightsManifest.flatMap((group) => group.paths);
  return { model, weights: new Map(paths.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))])) };
}

/** Returns the folder of the package's pictures, in the cache. */
function stamps(cache) {
  const folder = join(cache, 'stamps');
  if (existsSync(join(folder, IN_PACKAGE))) return join(folder, IN_PACKAGE);
  mkdirSync(folder, { recursive: true });
  run('apt-get', ['download', STAMPS], { cwd: folder });
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  run('dpkg', ['-x', join(folder, file), folder]);
  rmSync(join(folder, file));
  return join(folder, IN_PACKAGE);
}

/** Returns the paths of at most 30 pictures of each class, in an order that their names decide. */
export function pictures(cache) {
  const root = stamps(cache);
  const order = (path) => createHash('sha256').update(relative(root, path)).digest('hex');
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, folder]) => {
      const files = readdirSync(join(root, folder), { recursive: true })
        // Mirrored pictures would be in the training and the test.
        .filter((file) => file.endsWith('.png') && !file.endsWith('_mirror.png'))
        .map((file) => join(root, folder, file));
      const sorted = files.map((path) => [order(path), path]).sort(([a], [b]) => (a < b ? -1 : 1));
      return [name, sorted.slice(0, MOST_IMAGES).map(([, path]) => path)];
    }),
  );
}

/** The path of a picture in the package, as one name. */
export const flatName = (path) =>
  path.slice(path.indexOf(IN_PACKAGE) + IN_PACKAGE.length + 1).replaceAll(/[\\/]/g, '-');

/** Copies pictures to a folder with a subfolder for each class. */
export function copyTo(folder, byClass) {
  for (const [name, paths] of Object.entries(byClass)) {
    mkdirSync(join(folder, name), { recursive: true });
    // Pictures in different folders can have the same name.
    for (const path of paths) copyFileSync(path, join(folder, name, flatName(path)));
  }
}
