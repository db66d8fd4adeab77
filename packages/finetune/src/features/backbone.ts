/** A network that computes as in inference while all of it is frozen. */
import {
  type Blueprint,
  Context,
  type Module,
  type Output,
  type Shape,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { namesIn } from './blocks.js';

/** The context outside training: dropout is inactive, and batch normalisation uses its running statistics. */
class Inference extends Context {
  readonly #outer: Context;

  constructor(outer: Context) {
    super(new Map(), { path: outer.path, activation: outer.activation });
    this.#outer = outer;
  }

  override get state(): Context['state'] {
    return this.#outer.state;
  }

  override parameter(name: string): Tensor {
    return this.#outer.parameter(name);
  }

  override isFrozen(name: string): boolean {
    return this.#outer.isFrozen(name);
  }

  override linear(...how: Parameters<Context['linear']>): Tensor {
    return this.#outer.linear(...how);
  }

  override adapted(...adapters: Parameters<Context['adapted']>): Context {
    return new Inference(this.#outer.adapted(...adapters));
  }

  override inner(...how: Parameters<Context['inner']>): Context {
    return new Inference(this.#outer.inner(...how));
  }

  override at(...where: Parameters<Context['at']>): Context {
    return new Inference(this.#outer.at(...where));
  }
}

/**
 * Keeps the module's names. While all its parameters are frozen, it computes as outside training: no dropout, running
 * statistics.
 */
class Backbone implements Module {
  readonly #module: Module;
  #names: readonly string[] | undefined;

  constructor(module: Module) {
    this.#module = module;
  }

  /** That of the module: a saved network has no other layers. */
  get config(): TypedConfig {
    return this.#module.config;
  }

  get acceptsCsr(): boolean {
    return this.#module.acceptsCsr === true;
  }

  get acceptsIntegers(): boolean | readonly boolean[] {
    return this.#module.acceptsIntegers ?? false;
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const blueprint = this.#module.build(...inputShapes);
    this.#names = namesIn(blueprint);
    return blueprint;
  }

  call(context: Context, ...inputs: readonly Tensor[]): Output {
    const isFrozen = context.training && this.#names?.every((name) => context.isFrozen(name)) === true;
    return this.#module.call(isFrozen ? new Inference(context) : context, ...inputs);
  }
}

/** A `Backbone`, with what exporters and others ask the module for: its layers, or its graph. */
export function backbone(module: Module): Module {
  return new Proxy(new Backbone(module), {
    get: (own, key) => {
      const source = key in own ? own : module;
      const value: unknown = Reflect.get(source, key, source);
      return typeof value === 'function' ? value.bind(source) : value;
    },
  });
}
