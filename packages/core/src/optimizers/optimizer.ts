import { checkNotNegative, checkOptions, checkPositive } from '../arguments.js';
import { NablaError } from '../errors.js';
import type { TypedConfig } from '../json.js';
import { checkAlike } from '../operands.js';
import type { Parameter } from '../parameter.js';
import { keptZeros, type Tensor } from '../tensor.js';

/** Options that every optimizer takes. */
export interface OptimizerOptions {
  /** > 0; the default is the optimizer's. */
  readonly learningRate?: number;
  /** L2 penalty added to the gradient (AdamW: decay of the weight itself), >= 0, default 0 (AdamW 0.01). */
  readonly weightDecay?: number;
}

/**
 * Changes parameters by their gradients. An optimizer keeps state for the parameters it has seen, by name: use one for
 * each network, and `dispose()` it with the network.
 */
export abstract class Optimizer {
  /** The optimizer as JSON; `config.type` finds its class in `OPTIMIZERS`. */
  abstract readonly config: TypedConfig;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Steps taken. */
  #steps = 0;
  readonly #state = new Map<string, Tensor>();

  /**
   * `own` are the options of the class beside `OptimizerOptions`; where they are named, any other key of `options`
   * throws.
   */
  constructor(name: string, options: OptimizerOptions, learningRate: number, weightDecay = 0, own?: readonly string[]) {
    const known = own === undefined ? undefined : ['learningRate', 'weightDecay', ...own];
    checkOptions(name, options, known, '{ learningRate: 0.01 }');
    this.learningRate = checkPositive(`${name} learningRate`, options.learningRate ?? learningRate);
    this.weightDecay = checkNotNegative(`${name} weightDecay`, options.weightDecay ?? weightDecay);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The state tensors by `parameter name/slot`: momentum buffers and running moments. They belong to the optimizer. */
  get state(): ReadonlyMap<string, Tensor> {
    return this.#state;
  }

  /**
   * One step over all parameters. `gradients` holds one for each, by name; they stay the caller's. A missing one throws a
   * NablaError of code `argument`, before anything changes.
   */
  step(parameters: readonly Parameter[], gradients: ReadonlyMap<string, Tensor>): void {
    const pairs = parameters.map((parameter) => {
      const gradient = gradients.get(parameter.name);
      if (gradient === undefined) {
        throw new NablaError('argument', `${this.config.type}: no gradient for parameter '${parameter.name}'.`);
      }
      return [parameter, gradient] as const;
    });
    this.#steps += 1;
    for (const [parameter, gradient] of pairs) this.update(parameter, gradient);
  }

  /** Releases the state; parameters belong to the network. */
  dispose(): void {
    for (const tensor of this.#state.values()) tensor.dispose();
    this.#state.clear();
  }

  /** What `using` calls: `dispose`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The step of one parameter. */
  protected abstract update(parameter: Parameter, gradient: Tensor): void;

  /**
   * A state tensor of the parameter's shape, zero when first asked for. Throws where one of that name belongs to another
   * network's parameter.
   */
  protected slot(parameter: Parameter, name: string): Tensor {
    const key = `${parameter.name}/${name}`;
    const present = this.#state.get(key);
    if (present !== undefined) {
      checkAlike(`${this.config.type} state '${key}' (use one optimizer for each network)`, parameter.value, present);
      return present;
    }
    const tensor = keptZeros(parameter.value);
    this.#state.set(key, tensor);
    return tensor;
  }
}
