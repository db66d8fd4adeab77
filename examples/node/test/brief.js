/**
 * `EPOCHS=2 node --import ./test/brief.js EXAMPLE` trains for two epochs: the number in the source is replaced as Node
 * loads it. With `IMAGES=1000`, every dataset that `imageDataset` alone makes has no more images than that.
 */
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const { EPOCHS = '1', IMAGES } = process.env;
let example = '';

// Node loads this module once more for the hooks, in a thread of their own.
if (isMainThread) register(import.meta.url, { data: pathToFileURL(process.argv[1] ?? '').href });

/** @param {string} url */
export function initialize(url) {
  example = url;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (url !== example) return loaded;
  const whole = String(loaded.source);
  const number = /\bepoch(s:| <=) \d+/;
  const source = whole.replace(number, `epoch$1 ${EPOCHS}`);
  if (!number.test(whole)) throw new Error(`${url} has no number of epochs`);
  return { ...loaded, source: IMAGES === undefined ? source : withFewImages(source) };
}

/** @param {string} source */
function withFewImages(source) {
  const few = source.replaceAll(/= imageDataset\((.*?)\);/g, `= firstOf(imageDataset($1), 0, ${IMAGES});`);
  return `import { subset as firstOf } from '@nablajs/datasets';\n${few}`;
}
