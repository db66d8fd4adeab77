/**
 * Tensors with several names are stored once. The metadata map the other names to these, as Hugging Face's
 * `safetensors.torch.save_model` does: `{ "head.weight": "embedding.weight" }`.
 */
import type { DenseArray } from '@nablajs/core';

type Metadata = Readonly<Record<string, string>>;

/** Keeps the first name of each array. Returns what the metadata must say of the others; undefined if nothing. */
export function untie(
  tensors: ReadonlyMap<string, DenseArray>,
  metadata?: Metadata,
): { readonly distinct: ReadonlyMap<string, DenseArray>; readonly metadata: Metadata | undefined } {
  const names = new Map<DenseArray, string>();
  for (const [name, tensor] of tensors) if (!names.has(tensor)) names.set(tensor, name);
  if (names.size === tensors.size) return { distinct: tensors, metadata };
  const others = [...tensors].flatMap(([name, tensor]) =>
    names.get(tensor) === name ? [] : [[name, names.get(tensor)]],
  );
  return {
    distinct: new Map(Array.from(names, ([tensor, name]) => [name, tensor])),
    metadata: { ...Object.fromEntries(others), ...metadata },
  };
}

/** Adds the names that the metadata tie to a tensor. */
export function retie(tensors: ReadonlyMap<string, DenseArray>, metadata: Metadata): Map<string, DenseArray> {
  const all = new Map(tensors);
  for (const [name, of] of Object.entries(metadata)) {
    const tensor = tensors.get(of);
    if (tensor !== undefined && !tensors.has(name)) all.set(name, tensor);
  }
  return all;
}
