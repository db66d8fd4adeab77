/** The page's worker: a `Lab` whose files come from where the page does. */
import { expose } from 'comlink';
import { unpackDigits } from '../digits/digit-sample.js';
import { Lab } from './lab.js';

const MODEL = new URL('../../model/model.json', import.meta.url);
const WEIGHTS = new URL('../../model/weights.safetensors', import.meta.url);

/** Fetches a file. Throws an Error that says which one is missing. */
async function bytesOf(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot load ${url.pathname}: ${response.status}. Load the page again.`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Unpacks a .gz file, unless the server has done so. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The address of the digits depends on the page's: it is the first message. */
addEventListener('message', function begin({ data }: MessageEvent<{ readonly digits: string }>): void {
  removeEventListener('message', begin);
  expose(
    new Lab({
      model: async () => {
        const [model, weights] = await Promise.all([bytesOf(MODEL), bytesOf(WEIGHTS)]);
        return { model, weights };
      },
      digits: async () => unpackDigits(await unpacked(await bytesOf(new URL(data.digits)))),
    }),
  );
});
