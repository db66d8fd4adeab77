/**
 * Runs one example after another in this process, for which it gets messages `{ url, args }`: most of what a short
 * program takes is the start of Node and of the packages. `?changes={"epochs: 60":"epochs: 3"}` at the end of a URL
 * replaces text of the source as Node loads it. With `&images=1000`, MNIST has no more than that.
 */
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Node loads this module once more for the hooks, in a thread of their own.
if (isMainThread) listen();

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const options = new URL(url).searchParams;
  const [changes, images] = [options.get('changes'), options.get('images')];
  if (changes === null && images === null) return loaded;
  let source = String(loaded.source);
  for (const [text, other] of Object.entries(JSON.parse(changes ?? '{}'))) source = replaced(url, source, text, other);
  if (images !== null) {
    const file = new URL('first-images.js', import.meta.url);
    source = replaced(url, source, 'await loadMnistFiles(', `await firstImages(${images}, loadMnistFiles)(`);
    source = `import { firstImages } from '${file}';\n${source}`;
  }
  return { ...loaded, source };
}

/** @param {string} url @param {string} source @param {string} text @param {string} other */
function replaced(url, source, text, other) {
  if (!source.includes(text)) throw new Error(`${url} has no '${text}'`);
  return source.replaceAll(text, other);
}

function listen() {
  register(import.meta.url);
  const written = { stdout: '', stderr: '' };
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    process[name].write = (/** @type {string | Uint8Array} */ text) => {
      written[name] += text;
      return true;
    };
  }
  process.on('message', async (/** @type {{ url: string, args: string[] }} */ { url, args }) => {
    Object.assign(written, { stdout: '', stderr: '' });
    process.argv = [process.execPath, fileURLToPath(url), ...args];
    const code = await import(url).then(
      () => 0,
      (error) => {
        console.error(error);
        return 1;
      },
    );
    process.send?.({ code, ...written });
  });
  // Some programs keep the process: they do not dispose of their backend.
  process.on('disconnect', () => process.exit());
}
