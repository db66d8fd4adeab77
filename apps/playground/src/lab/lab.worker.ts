/** The page's worker: a `Lab` with the page's files. */
import { expose } from 'comlink';
import { unpackDigits } from '../digits/digit-sample.js';
import { fetchFile } from '../fetch-file.js';
import { Lab } from './lab.js';

const MODEL = new URL('../../model/model.json', import.meta.url);
const WEIGHTS = new URL('../../model/weights.safetensors', import.meta.url);

/** Unpacks a .gz file, unless the server has done so. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The first message is the address of the digits. Only the page knows it. */
addEventListener('message', function begin({ data }: MessageEvent<{ readonly digits: string }>): void {
  removeEventListener('message', begin);
  expose(
    new Lab({
      model: async () => {
        const [model, weights] = await Promise.all([fetchFile(MODEL), fetchFile(WEIGHTS)]);
        return { model, weights };
      },
      digits: async () => unpackDigits(await unpacked(await fetchFile(new URL(data.digits)))),
    }),
  );
});
