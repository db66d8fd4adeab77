/** How a network here and the same network in PyTorch correspond. */
import type { Blueprint, Shape, TypedConfig } from '@nablajs/core';
import type { HostData } from '../../model/host-tensor.js';

/** Elements with their shape. */
export interface Elements {
  readonly shape: Shape;
  readonly data: HostData;
}

/** A tensor of a state dict. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  /** False for what `parameters()` of PyTorch does not return: a buffer. */
  readonly isParameter: boolean;
  /** Whether a state dict may leave it out. */
  readonly isOptional?: boolean;
}

/** What a conversion is of: weights, or what an optimizer keeps of each weight. */
export type Of = 'weights' | 'state';

/** Parameters here, and the tensors of PyTorch that hold the same. */
export interface LayoutGroup {
  readonly ours: readonly { readonly name: string; readonly shape: Shape }[];
  readonly torch: readonly Slot[];
  fromTorch(tensors: readonly Elements[], of: Of): readonly Elements[];
  toTorch(parameters: readonly Elements[], of: Of): readonly Elements[];
  /**
   * Whether PyTorch has two tensors whose sum is one parameter here, so an optimizer moves it twice as far. `some`:
   * only some of the elements.
   */
  readonly sums?: 'all' | 'some';
}

/** Where PyTorch has the channels of a value: images are [n, channels, height, width] there. */
export type Order = 'first' | 'last';

/** A value between layers. */
export interface Value {
  /** Here, without the batch: channels last. */
  readonly shape: Shape;
  readonly order: Order;
  /** For [n, features] that PyTorch has flattened channels first: the shape before, channels last. */
  readonly flat?: Shape | undefined;
}

/** A module to translate. */
export interface Part {
  readonly config: TypedConfig;
  readonly blueprint: Blueprint;
  /** Where its parameters are, here and in PyTorch. */
  readonly path: string;
  readonly torchPath: string;
  readonly inputs: readonly Value[];
}

/** A module in PyTorch. */
export interface Translation {
  readonly outputs: readonly Value[];
  /** An expression that makes the module. Undefined if there is none for its type. */
  readonly python: string | undefined;
}

/** Collects what translators find. */
export interface Builder {
  add(group: LayoutGroup): void;
  /** Marks classes of the generated file as used. */
  use(...names: readonly string[]): void;
  /** Adds a class to the generated file, and returns its name. */
  define(name: string, source: (name: string) => string): string;
  translate(part: Part): Translation;
  /** What inputs the module wants. */
  wants(config: TypedConfig, inputs: readonly Value[]): Order | 'any';
  /** Returns a value as a module wants it, and the expression of a module that makes it, if one is needed. */
  adapt(value: Value, config: TypedConfig): readonly [value: Value, python: string | undefined];
}

/** How modules of one type are in PyTorch. */
export interface Translator {
  /** Which order of channels its inputs must have. Default: last. */
  readonly wants?: Order | 'any' | ((config: TypedConfig, inputs: readonly Value[], builder: Builder) => Order | 'any');
  /** Whether it takes features that were flattened channels first. Default: false. */
  readonly takesFlat?: boolean;
  translate(part: Part, builder: Builder): Translation;
}

/** The full name of a parameter. */
export const under = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** The only input of a module. */
export const inputOf = ({ inputs }: Part): Value => inputs[0] as Value;

/** The shape of the module's output. */
export const outputShapeOf = ({ blueprint }: Part): Shape => blueprint.outputShape as Shape;
