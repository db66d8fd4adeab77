import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, onlyInput, shapesOf } from '../networks/module.js';
import { add } from '../ops/ops.js';
import { sameShape } from '../tensors/shape.js';
import type { Tensor } from '../tensors/tensor.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkBuilt, checkModule } from '../validation/expected.js';

/**
 * Adds its input to the output of `body`: x + body(x) (He et al. 2016). The body must keep the shape. Its parameters
 * are named `body.…`.
 *
 * @example
 * ```ts
 * const block = new Residual(new Chain([new Dense(64), new ReLU(), new Dense(64)]));
 * const model = new Sequential(backend, { inputShape: [20], layers: [new Dense(64), block, new Dense(1)] });
 * ```
 */
export class Residual implements Module {
  readonly body: Module;

  constructor(body: Module) {
    checkModule('Residual', body);
    this.body = body;
  }

  get config(): TypedConfig {
    return { type: 'Residual', body: this.body.config };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const inputShape = onlyInput('Residual', inputShapes);
    const body = checkBuilt(this.body, this.body.build(inputShape));
    if (sameShape(body.outputShape as Shape, inputShape)) return { outputShape: inputShape, children: { body } };
    throw new NablaError(
      'shape',
      `Residual: the body must keep the shape of its input, ${formatShape(inputShape)}. ` +
        `Received ${shapesOf(body.outputShape).map(formatShape).join(', ')}.`,
    );
  }

  call(context: Context, x: Tensor): Tensor {
    return add(x, context.run('body', this.body, x) as Tensor);
  }
}
