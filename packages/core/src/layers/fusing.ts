/** Which layers run as one kernel: one that `fuses`, then the activation that the other `fusesAs`. */
import type { FusedActivation } from '../backend.js';
import type { Module } from '../modules/module.js';

/** Returns the activation that `layer` applies for `next`; undefined if both run on their own. */
export const fusedActivation = (layer: Module, next: Module | undefined): FusedActivation | undefined =>
  own(layer, 'fuses') === true ? own(next, 'fusesAs') : undefined;

/** Returns what the layer's own class says: a subclass of a built-in class may compute something else. */
function own<K extends 'fuses' | 'fusesAs'>(layer: Module | undefined, name: K): Module[K] | undefined {
  return layer !== undefined && Object.hasOwn(Object.getPrototypeOf(layer), name) ? layer[name] : undefined;
}
