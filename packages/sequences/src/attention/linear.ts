/** Linear layers inside other modules, and the network behind attention. */
import {
  type Blueprint,
  type Context,
  Dense,
  type DenseOptions,
  type Dropout,
  denseForward,
  type FusedActivation,
  gelu,
  multiply,
  type ParameterSpec,
  type Shape,
  silu,
  split,
  type Tensor,
} from '@nablajs/core';

/** Returns the blueprint of a child: a linear layer [..., width] to [..., units]. */
export const linearOf = (shape: Shape, units: number, options: DenseOptions): Blueprint =>
  new Dense(units, options).build(shape);

/** Names the units of a linear layer in order, with the number of each. */
export function withParts(linear: Blueprint, parts: Readonly<Record<string, number>>): Blueprint {
  const { weight, ...rest } = linear.parameters as { readonly weight: ParameterSpec };
  return { ...linear, parameters: { weight: { ...weight, linear: parts }, ...rest } };
}

/** Computes a linear layer by the name of the child, `bias` or not; `from` and `to` choose some of its units. */
export function linear(
  context: Context,
  name: string,
  x: Tensor,
  bias: boolean,
  activation: FusedActivation = 'none',
): Tensor {
  const offset = bias ? context.parameter(`${name}.bias`) : undefined;
  return context.linear(denseForward, x, `${name}.weight`, offset, activation);
}

/** Drops parts of x while training, as a child of this name. Else there is no context either: each token would pay. */
export const dropped = (context: Context, name: string, dropout: Dropout, x: Tensor): Tensor =>
  context.training ? context.run(name, dropout, x) : x;

/** What is between the two linear layers. SwiGLU is `SiLU(a) · b` of the two halves of the units. */
export type FeedForwardActivation = 'relu' | 'gelu' | 'swiglu';

export const ACTIVATIONS: readonly FeedForwardActivation[] = ['relu', 'gelu', 'swiglu'];

export function feedForwardOf(
  shape: Shape,
  units: number,
  activation: FeedForwardActivation,
  options: DenseOptions,
): Record<'linear1' | 'linear2', Blueprint> {
  const [time, width] = shape as readonly [number, number];
  return {
    linear1: linearOf(shape, activation === 'swiglu' ? 2 * units : units, options),
    linear2: linearOf([time, units], width, options),
  };
}

/** Computes `linear2(drop(activation(linear1(x))))`. */
export function feedForward(
  context: Context,
  x: Tensor,
  activation: FeedForwardActivation,
  bias: boolean,
  drop: (x: Tensor) => Tensor,
): Tensor {
  const hidden = linear(context, 'linear1', x, bias, activation === 'relu' ? 'relu' : 'none');
  return linear(context, 'linear2', drop(activated(hidden, activation)), bias);
}

function activated(x: Tensor, activation: FeedForwardActivation): Tensor {
  if (activation === 'relu') return x;
  if (activation === 'gelu') return gelu(x);
  const [gate, value] = split(x, 2, { axis: -1 }) as [Tensor, Tensor];
  return multiply(silu(gate), value);
}
