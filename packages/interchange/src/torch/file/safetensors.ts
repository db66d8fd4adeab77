/** safetensors files, with all types of elements. */
import { encodeStored, readStored, type StoredTensor } from '@nablajs/checkpoint/portable';
import { decodeElements, encodeElements, heldAs } from '../../model/elements.js';
import type { HostTensor, NamedTensors } from '../../model/host-tensor.js';

/**
 * Reads a safetensors file. float16 and bfloat16 become float32. Elements are copied; you own them.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for every file that breaks the format, and for floats of 8 bits and less.
 *
 * @example
 * ```ts
 * const tensors = readSafetensors(await readFile('model.safetensors'), 'model.safetensors');
 * ```
 */
export function readSafetensors(bytes: Uint8Array, name = 'model.safetensors'): Map<string, HostTensor> {
  const { tensors } = readStored(bytes, name);
  return new Map(
    Array.from(tensors, ([key, { dtype, shape, bytes: elements }]) => {
      return [key, { type: heldAs(dtype), shape, data: decodeElements(dtype, elements) }] as const;
    }),
  );
}

/**
 * Writes tensors as a safetensors file, which `safetensors.torch.load_file` reads. Equal tensors give equal files.
 *
 * @param metadata Texts to store in the file. Default: none.
 * @throws What `encodeSafetensors` of `@nablajs/checkpoint` throws.
 *
 * @example
 * ```ts
 * await writeFile('model.safetensors', writeSafetensors(await toStateDict(network)));
 * ```
 */
export function writeSafetensors(tensors: NamedTensors, metadata?: Readonly<Record<string, string>>): Uint8Array {
  const stored = Array.from(tensors, ([name, tensor]): [string, StoredTensor] => {
    return [name, { dtype: tensor.type, shape: tensor.shape, bytes: encodeElements(tensor) }];
  });
  return encodeStored(new Map(stored), metadata);
}
