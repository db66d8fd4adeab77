/** Models as one file: a .zip of the two files that nabla saves and loads. */
import type { EncodedModelFiles, ModelFiles } from '@nablajs/checkpoint/portable';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

const MODEL = 'model.json';
const WEIGHTS = 'weights.safetensors';

/** Larger models do not belong in this page. */
const MOST_BYTES = 200e6;

/** Packs a model, the same bytes for the same model. */
export const packModel = ({ model, weights }: EncodedModelFiles): Uint8Array<ArrayBuffer> =>
  zipSync({ [MODEL]: strToU8(model), [WEIGHTS]: weights }, { level: 0, mtime: new Date('2020-01-01T00:00:00') });

/** Reads a .zip, or the two files. Throws an Error with advice for anything else. */
export async function unpackModel(files: readonly File[]): Promise<ModelFiles> {
  const found = new Map<string, Uint8Array>();
  for (const file of files) {
    if (file.size > MOST_BYTES) throw new Error(`${file.name}: expected at most ${MOST_BYTES / 1e6} MB.`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (/\.zip$/i.test(file.name)) {
      for (const [path, content] of Object.entries(unzipped(bytes, file.name))) found.set(nameOf(path), content);
    } else found.set(file.name, bytes);
  }
  const [model, weights] = [found.get(MODEL), found.get(WEIGHTS)];
  if (model !== undefined && weights !== undefined) return { model: strFromU8(model), weights };
  const received = [...found.keys()].join(', ') || 'nothing';
  throw new Error(`Expected a model: a .zip with ${MODEL} and ${WEIGHTS}, or these two files. Received ${received}.`);
}

function unzipped(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  try {
    const isWanted = ({
      name: path,
      originalSize,
    }: {
      readonly name: string;
      readonly originalSize: number;
    }): boolean => [MODEL, WEIGHTS].includes(nameOf(path)) && originalSize <= MOST_BYTES;
    return unzipSync(bytes, { filter: isWanted });
  } catch (cause) {
    throw new Error(`${name}: this .zip is damaged.`, { cause });
  }
}

/** A folder may be around the files. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
