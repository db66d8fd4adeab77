/** A layer of a network, or a node of a graph of operators, as `nabla inspect` lists it. */
import type { JsonValue, Shape } from '@nablajs/core';

export interface LayerParameter {
  /** The name in the network: `0.weight`. */
  readonly name: string;
  readonly shape: Shape;
  /** False for values that the layer changes itself, such as running statistics, and for frozen ones. */
  readonly trainable: boolean;
}

export interface Layer {
  /** The path in the network: `0`, `1.body`; empty for the network itself. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  /** The options of its config, without inner modules and empty lists. */
  readonly options: Readonly<Record<string, JsonValue>>;
  /** The shape of each output for one example. */
  readonly output: readonly Shape[];
  /** Without those of inner modules. */
  readonly parameters: readonly LayerParameter[];
}
