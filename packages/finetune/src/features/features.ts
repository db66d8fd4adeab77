/** A trained network without its last layers: what computes features. */
import type { DenseArray, Module, OpenShape } from '@nablajs/core';

/** A network that computes features, on no backend yet. `featuresOf` finds it in a network with a head. */
export interface Features {
  /** Takes the network's inputs, and returns features [n, width]. */
  readonly module: Module;
  /** The weights by their names in `module`. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** Without the examples; an array of shapes for several inputs. */
  readonly inputShape: OpenShape | readonly OpenShape[];
  /** How many features an example has. */
  readonly width: number;
  /**
   * The names of trainable parameters by depth: those of the last block first. Training frees one block after the
   * other, in this order.
   */
  readonly blocks: readonly (readonly string[])[];
}
