// So that users of these types need not add the `Symbol.dispose` library themselves.
/// <reference lib="esnext.disposable" preserve="true" />

import { Context, type InputsOf, type Module, type ModuleState, type OutputOf } from '../modules/module.js';
import { disposeAll } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkModel } from './check-network.js';
import type { Network } from './network.js';

type Values = Map<string, Tensor | number>;

function release(values: Values): void {
  disposeAll(values.values());
  values.clear();
}

/**
 * What the modules of a network keep between calls of inference, such as the keys and values of attention or the state
 * of a recurrence: modules read and write `context.state`. Pass it to `forward` here or to `Predictor.predict`, and
 * begin each sequence with a new one. You own it: release it with `dispose()` or a `using` declaration.
 *
 * @example
 * ```ts
 * using state = new State();
 * const first = state.forward(model, upload(backend, dense(new Float32Array(3), [1, 1, 3])));
 * const second = state.forward(model, upload(backend, dense(new Float32Array(3), [1, 1, 3]))); // knows the first
 * ```
 */
export class State {
  /** What the modules have kept by path, and what they set in this call. */
  readonly #modules = new Map<string, { readonly kept: Values; readonly next: Values }>();
  #tensors: Network['parameters']['tensors'] | undefined;
  /** It remembers the contexts of inner modules: to make them takes as long as a small layer. */
  #context: Context | undefined;

  /** Does what `Network.forward` does, with what the modules have kept. If it throws, nothing has changed. */
  forward<M extends Module>(network: Network<M>, ...inputs: InputsOf<M>): OutputOf<M> {
    checkModel('State.forward', network);
    const { tensors } = network.parameters;
    if (this.#tensors !== tensors) this.#context = undefined;
    this.#tensors = tensors;
    this.#context ??= new Context(tensors, { stateAt: (path) => this.#stateAt(path) });
    const all = this.#modules;
    try {
      const output = network.answer(this.#context, inputs);
      for (const { kept, next } of all.values()) {
        for (const [name, value] of next) {
          disposeAll([kept.get(name)]);
          kept.set(name, value);
        }
        next.clear();
      }
      return output;
    } finally {
      for (const { next } of all.values()) release(next);
    }
  }

  #stateAt(path: string): ModuleState {
    const { kept, next } = this.#modules.get(path) ?? { kept: new Map(), next: new Map() };
    this.#modules.set(path, { kept, next });
    return {
      get: <T extends Tensor | number>(name: string) => (next.get(name) ?? kept.get(name)) as T | undefined,
      set(name, value) {
        const own = typeof value === 'number' ? value : value.hold();
        disposeAll([next.get(name)]);
        next.set(name, own);
      },
    };
  }

  /** Releases what is kept: the next call begins anew. */
  dispose(): void {
    for (const { kept } of this.#modules.values()) release(kept);
  }

  /** Calls `dispose`, for `using` declarations. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
