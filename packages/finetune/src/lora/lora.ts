/** Low-rank adaptation. */
import {
  type Adapter,
  add,
  type Blueprint,
  type ConfigTable,
  type Context,
  checkOptionNames,
  concat,
  Dropout,
  denseForward,
  type Module,
  multiply,
  NablaError,
  type OutputOf,
  pad,
  type Shape,
  type Tensor,
  type TypedConfig,
  unexpected,
} from '@nablajs/core';
import { adaptedBlueprint, chosenOf, type LinearPart, linearsOf, namesOf, type Target } from './targets.js';

/** Options of `Lora`. */
export interface LoraOptions {
  /** How many columns A has, and rows B: a whole number >= 1. */
  readonly rank: number;
  /** What an adapter adds is multiplied by `alpha / rank`. A number > 0. Default: the rank. */
  readonly alpha?: number;
  /** The share of an adapter's inputs that training drops, in [0, 1). Default: 0. */
  readonly dropout?: number;
  /**
   * Which linear layers get adapters: their paths or the ends of these, such as `query` or `layer0.linear1`. `all` for
   * every dense layer, convolution without groups and projection of attention. Default: queries and values of
   * attention; all in a module without attention.
   */
  readonly targets?: readonly string[] | 'all';
}

/** What the constructor was given, with defaults filled in. */
export type ResolvedLoraOptions = Required<Omit<LoraOptions, 'targets'>> & Pick<LoraOptions, 'targets'>;

/**
 * Adapts the linear layers of a module with few parameters (Hu et al. 2021, "LoRA: Low-rank adaptation of large
 * language models"): `y = x W + b` becomes `y + (alpha / rank) (x A) B`. W and all other parameters of the module keep
 * their names and are not trained; BatchNorm uses its running statistics. A starts as in PEFT, uniform in
 * `±1 / √inputs`, and B at 0, so the module first computes what it did.
 *
 * A layer at the path `encoder.0` gets the parameters `encoder.0.loraA` [..., inputs, rank] and `encoder.0.loraB`
 * [rank, outputs]; A of a convolution is one with `rank` filters. Attention has a pair for each part: `input.query`,
 * `input.key`, `input.value`, and `output`.
 *
 * Pass the `parameters` of a network with the module, to share its weights; `withLora` does this.
 *
 * @example
 * ```ts
 * const module = new Chain([new Dense(64), new ReLU(), new Dense(10)]);
 * const base = new Network(backend, module, { inputShape: [20] });
 * const lora = new Lora(module, { rank: 4 });
 * const model = new Network(backend, lora, { inputShape: [20], parameters: base.parameters });
 * console.log(model.parameters.trainable.map(({ name }) => name)); // 0.loraA, 0.loraB, 2.loraA, 2.loraB
 * ```
 */
export class Lora<M extends Module = Module> implements Module {
  /** The module with its own parameters. */
  readonly module: M;
  readonly options: ResolvedLoraOptions;
  /** The inner module's name. */
  readonly name?: string;
  readonly #dropout: Dropout;
  #targets: readonly Target[] | undefined;

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(module: M, options: LoraOptions) {
    if (typeof module?.build !== 'function' || typeof module.call !== 'function') {
      throw unexpected('Lora', 'a module, such as new Dense(10)', module);
    }
    if (Object(options) !== options) throw unexpected('Lora', 'options, such as { rank: 8 }', options);
    checkOptionNames('Lora', options, ['rank', 'alpha', 'dropout', 'targets']);
    const { rank, alpha = rank, dropout = 0, targets } = options;
    if (!(Number.isSafeInteger(rank) && rank >= 1)) throw unexpected('Lora rank', 'a whole number >= 1', rank);
    if (!(Number.isFinite(alpha) && alpha > 0)) throw unexpected('Lora alpha', 'a number > 0', alpha);
    const areNames = Array.isArray(targets) && targets.length > 0 && targets.every((name) => typeof name === 'string');
    if (targets !== undefined && targets !== 'all' && !areNames) {
      throw unexpected('Lora targets', "'all' or names, such as ['query', 'value']", targets);
    }
    this.module = module;
    if (module.name !== undefined) this.name = module.name;
    this.options = { rank, alpha, dropout, ...(targets && { targets }) };
    this.#dropout = new Dropout(dropout);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'Lora', module: this.module.config, ...this.options };
  }

  /** Whether `call` takes a CSR input, as the inner module does. */
  get acceptsCsr(): boolean {
    return this.module.acceptsCsr === true;
  }

  /** Whether `call` takes int32 inputs, as the inner module does. */
  get acceptsIntegers(): boolean | readonly boolean[] {
    return this.module.acceptsIntegers ?? false;
  }

  /** The weights that have adapters. Throws NablaError `argument` before `build`. */
  get targets(): readonly Target[] {
    if (this.#targets !== undefined) return this.#targets;
    throw new NablaError('argument', 'Lora: its shapes are not known yet; build it or create a Network first.');
  }

  /**
   * Returns the inner module's blueprint with the parameters of the adapters. Throws NablaError `argument` for a target
   * that is not there.
   */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const blueprint = this.module.build(...inputShapes);
    this.#targets = chosenOf(linearsOf(blueprint), this.options.targets);
    return adaptedBlueprint(blueprint, this.#targets, this.options.rank);
  }

  /** Computes what the inner module does with its adapters. */
  call(context: Context, ...inputs: readonly Tensor[]): OutputOf<M> {
    const path = context.path === '' ? '' : `${context.path}.`;
    const adapters = this.targets.map((target) => [path + target.weight, this.#adapter(context, target)] as const);
    return this.module.call(context.frozen.adapted(new Map(adapters)), ...inputs) as OutputOf<M>;
  }

  #adapter(context: Context, { shape, parts }: Target): Adapter {
    const { rank, alpha, dropout } = this.options;
    const drops = context.training && dropout > 0;
    // Each part drops other inputs; without that, one product computes all parts.
    const groups = drops ? parts.map((part) => [part]) : [parts];
    return (y, x, map) => {
      const isDense = shape.length === 2;
      let sum = y;
      for (const group of groups) {
        const [a, b] = matrices(context, group, shape.at(-1) as number);
        const input = drops ? context.run(`${group[0]?.name}.loraDropout`, this.#dropout, x) : x;
        const inner = (isDense ? denseForward : map)(input, a, undefined, 'none');
        const scaled = alpha === rank ? inner : multiply(inner, alpha / rank);
        // Cross attention takes some columns of a dense layer's weight, and so of B.
        sum = add(sum, (isDense ? map : denseForward)(scaled, b, undefined, 'none'));
      }
      return sum;
    };
  }
}

/** A of all parts side by side, and B with a row of blocks for each part: 0 but in the columns of the part. */
function matrices(context: Context, parts: readonly LinearPart[], outputs: number): readonly [a: Tensor, b: Tensor] {
  const pairs = parts.map((part) => {
    const [a, b] = namesOf(part).map((name) => context.parameter(name)) as [Tensor, Tensor];
    const around = [part.from, outputs - part.to] as const;
    return [a, around.every((columns) => columns === 0) ? b : pad(b, [[0, 0], around])] as const;
  });
  const [first] = pairs;
  if (first !== undefined && pairs.length === 1) return first;
  return [
    concat(
      pairs.map(([a]) => a),
      { axis: -1 },
    ),
    concat(
      pairs.map(([, b]) => b),
      { axis: 0 },
    ),
  ];
}

/**
 * Makes the modules of this package from their configs. Pass this table, with those of the base network, when you load
 * a model.
 *
 * @example
 * ```ts
 * const layers = { ...SEQUENCE_LAYERS, ...FINETUNE_LAYERS };
 * const model = networkFromConfig(backend, saved.config, { ...saved, layers });
 * ```
 */
export const FINETUNE_LAYERS: ConfigTable<Module> = {
  Lora: ({ type: _, module, ...options }, make) =>
    new Lora(make(module as TypedConfig), options as object as LoraOptions),
};
