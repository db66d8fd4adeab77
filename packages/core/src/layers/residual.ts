import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { checkBuilt } from '../modules/check-module.js';
import { type Blueprint, type Context, type Module, onlyInput, shapesOf } from '../modules/module.js';
import { add } from '../ops/ops.js';
import { sameShape } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkOptions } from '../validation/arguments.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkModule } from './check-layers.js';

/** Options of `Residual`. */
export interface ResidualOptions {
  /** A module whose output is added instead of the input, for a body that changes the shape. Default: none. */
  readonly shortcut?: Module;
}

/**
 * Adds its input to the output of `body`: `x + body(x)` (He et al. 2016). If the body changes the shape, pass a
 * `shortcut` with the same output shape: `shortcut(x) + body(x)`. Parameters are named `body.…` and `shortcut.…`.
 * Throws NablaError `shape` in `build` if the shapes differ.
 *
 * @example
 * ```ts
 * const block = new Residual(new Chain([new Dense(64), new ReLU(), new Dense(64)]));
 * const wider = new Residual(new Chain([new Dense(128), new ReLU()]), { shortcut: new Dense(128, { bias: false }) });
 * const model = new Sequential(backend, { inputShape: [64], layers: [block, wider, new Dense(1)] });
 * ```
 */
export class Residual implements Module {
  readonly body: Module;
  readonly shortcut: Module | undefined;

  constructor(body: Module, options: ResidualOptions = {}) {
    checkModule('Residual', body);
    checkOptions('Residual', options, ['shortcut'], '{ shortcut: new Dense(64) }');
    this.body = body;
    this.shortcut = options.shortcut;
    if (this.shortcut !== undefined) checkModule('Residual shortcut', this.shortcut);
  }

  get config(): TypedConfig {
    const { body, shortcut } = this;
    return { type: 'Residual', body: body.config, ...(shortcut && { shortcut: shortcut.config }) };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const inputShape = onlyInput('Residual', inputShapes);
    const body = checkBuilt(this.body, this.body.build(inputShape));
    const shortcut = this.shortcut && checkBuilt(this.shortcut, this.shortcut.build(inputShape));
    const outputShape = (shortcut?.outputShape ?? inputShape) as Shape;
    if (sameShape(body.outputShape as Shape, outputShape)) {
      return { outputShape, children: { body, ...(shortcut && { shortcut }) } };
    }
    const [own, wanted] = [body.outputShape, outputShape].map((one) => shapesOf(one).map(formatShape).join(', '));
    const [of, advice] = shortcut ? ['the shortcut', ''] : ['its input', '; pass a shortcut'];
    throw new NablaError(
      'shape',
      `Residual: the body must give the shape of ${of}, ${wanted}. Received ${own}${advice}.`,
    );
  }

  call(context: Context, x: Tensor): Tensor {
    const kept = this.shortcut === undefined ? x : context.run('shortcut', this.shortcut, x);
    return add(kept as Tensor, context.run('body', this.body, x) as Tensor);
  }
}
