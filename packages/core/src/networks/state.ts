// Types of `Symbol.dispose`, also for users. / <reference lib="esnext.disposable" preserve="true" />

import { Context, type InputsOf, joined, type Module, type ModuleState, type OutputOf } from '../modules/module.js';
import { disposeAll } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkModel } from './check-network.js';
import type { Network } from './network.js';

/**
 * What the modules of a network keep between calls of inference, such as the keys and values of attention: modules read
 * and write `context.state`. Pass it to `forward` here or to `Predictor.predict`, a new one for each sequence. Release
 * it with `dispose()` or a `using` declaration.
 *
 * @example
 * ```ts
 * using state = new State();
 * const first = state.forward(model, upload(backend, dense(new Float32Array(3), [1, 1, 3])));
 * const second = state.forward(model, upload(backend, dense(new Float32Array(3), [1, 1, 3]))); // knows the first
 * ```
 */
export class State {
  readonly #kept = new Map<string, Tensor | number>();

  /** Does what `Network.forward` does, with what the modules have kept. If it throws, nothing has changed. */
  forward<M extends Module>(network: Network<M>, ...inputs: InputsOf<M>): OutputOf<M> {
    checkModel('State.forward', network);
    const next = new Map<string, Tensor | number>();
    const stateAt = (path: string): ModuleState => ({
      get: <T extends Tensor | number>(name: string, full = joined(path, name)) =>
        (next.get(full) ?? this.#kept.get(full)) as T | undefined,
      set(name, value) {
        const full = joined(path, name);
        const own = typeof value === 'number' ? value : value.hold();
        disposeAll([next.get(full)]);
        next.set(full, own);
      },
    });
    try {
      const output = network.answer(new Context(network.parameters.tensors, { stateAt }), inputs);
      for (const [name, value] of next) {
        disposeAll([this.#kept.get(name)]);
        this.#kept.set(name, value);
        next.delete(name);
      }
      return output;
    } finally {
      disposeAll(next.values());
    }
  }

  /** Releases what is kept: the next call begins anew. */
  dispose(): void {
    disposeAll(this.#kept.values());
    this.#kept.clear();
  }

  /** Calls `dispose`, for `using` declarations. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
