import type { Network } from '../networks/network.js';
import { multiply } from '../ops/ops.js';
import { readSlots } from '../optimizers/optimizer-state.js';
import type { DenseArray } from '../tensors/host-array.js';
import { disposeAll, keep } from '../tensors/scope.js';
import { type Tensor, uploadAll } from '../tensors/tensor.js';
import { checkTensorState } from '../training/run-state.js';

/** Copies of all parameters of a network, by name. */
export class WeightCopies {
  readonly #copies = new Map<string, Tensor>();

  get tensors(): ReadonlyMap<string, Tensor> {
    return this.#copies;
  }

  take(model: Network): void {
    for (const { name, value, frozen } of model.parameters) {
      if (frozen) continue;
      const copy = keep(multiply(value, 1));
      this.#copies.get(name)?.dispose();
      this.#copies.set(name, copy);
    }
  }

  /** Moves the copies into the network and keeps none. */
  putInto(model: Network): void {
    for (const { name, value } of model.parameters) {
      const copy = this.#copies.get(name);
      if (copy !== undefined) value.adopt(copy);
    }
    this.#copies.clear();
  }

  /** Reads the copies. All downloads start before this returns. */
  read(): Promise<Map<string, DenseArray>> {
    return readSlots(this.#copies);
  }

  /** Loads what `read` returned; throws unless it fits the network. `who` is the name in errors. */
  load(who: string, tensors: ReadonlyMap<string, DenseArray>, model: Network): void {
    if (tensors.size > 0) checkTensorState(who, tensors, model.parameters);
    this.dispose();
    for (const [name, copy] of uploadAll(model.backend, tensors)) this.#copies.set(name, copy);
  }

  dispose(): void {
    disposeAll(this.#copies.values());
    this.#copies.clear();
  }
}
