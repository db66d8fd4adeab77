import type { FusedActivation, Shape } from '../backend.js';
import type { Initializer } from '../initializers.js';
import type { TypedConfig } from '../json.js';
import type { LayerRandom } from '../random-streams.js';
import type { Tensor } from '../tensor.js';

/** Tensors by name: a layer's parameters, or the gradients of them. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** A parameter that a layer asks for: its shape and how its first values are drawn. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly initializer: Initializer;
}

/** What a layer becomes once its input is known. Shapes are without the batch dimension. */
export interface LayerBlueprint {
  readonly outputShape: Shape;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
}

/** What a layer may know about the pass it is in: while training, what it draws from (dropout). */
export type ForwardContext = { readonly training: true; readonly random: LayerRandom } | { readonly training: false };

/**
 * One step of a network, forward and backward together. A layer holds no per-step state: what backward needs, forward
 * returns as `saved`. Tensors that either makes belong to the caller's `scope`.
 */
export interface Layer<Saved = unknown> {
  /** The layer as JSON; `config.type` finds its class when a model is loaded. */
  readonly config: TypedConfig;
  /** True where `forward` takes a CSR input. */
  readonly acceptsCsr?: boolean;
  /**
   * Of a function of each element: the input values where its slope or its curvature jumps (ReLU: 0). Finite
   * differences must not straddle them.
   */
  readonly kinks?: readonly number[];
  /** Checks the input shape (a NablaError of code `shape`) and says what the layer needs and gives. */
  build(inputShape: Shape): LayerBlueprint;
  /** y of x [n, ...inputShape], and what backward needs. */
  forward(parameters: NamedTensors, x: Tensor, context: ForwardContext): [y: Tensor, saved: Saved];
  /**
   * dX = dLoss/dX and the gradient of every parameter, from dY = dLoss/dY. dX may be undefined where `needDX` is false
   * (no layer before this one has parameters).
   */
  backward(
    parameters: NamedTensors,
    saved: Saved,
    dY: Tensor,
    needDX: boolean,
  ): [dX: Tensor | undefined, gradients: NamedTensors];
  /** What a layer before it may apply in its stead, in one kernel; the built-in layer it names, exactly. */
  readonly fusesAs?: FusedActivation | undefined;
  /** This layer and the next one as one, where a fused kernel does both; undefined where there is none. */
  fuse?(next: Layer): Layer | undefined;
}

/** What layers without parameters share: the shape goes through, and there is nothing to learn. */
export abstract class Activation<Saved> implements Layer<Saved> {
  abstract readonly config: TypedConfig;

  build(inputShape: Shape): LayerBlueprint {
    return { outputShape: inputShape, parameters: {} };
  }

  forward(_parameters: NamedTensors, x: Tensor, _context: ForwardContext): [y: Tensor, saved: Saved] {
    return this.apply(x);
  }

  backward(
    _parameters: NamedTensors,
    saved: Saved,
    dY: Tensor,
    needDX: boolean,
  ): [dX: Tensor | undefined, gradients: NamedTensors] {
    return [needDX ? this.gradient(saved, dY) : undefined, {}];
  }

  /** y = f(x), and what the derivative needs. */
  protected abstract apply(x: Tensor): [y: Tensor, saved: Saved];
  /** dX = dY f'(x). */
  protected abstract gradient(saved: Saved, dY: Tensor): Tensor;
}
