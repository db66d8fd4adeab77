/** What is checked, in the form that the check needs: a scalar of some tensors, and its gradient. */
import type { Backend, FloatDType, Shape, TypedArray } from '@nablajs/core';
import type { GradientReference } from '../comparison/reference.js';

/** A tensor that the scalar depends on. */
export interface Variable {
  /** `0.weight`, `input`. */
  readonly name: string;
  readonly shape: Shape;
  /** Where the gradient is taken; float32 numbers where the subject is float32. */
  readonly values: Float64Array;
}

/** Other values for one variable. */
export interface Substitution {
  readonly variable: number;
  readonly values: Float64Array;
}

/** The scalar, in float64, and on which side of every kink it was computed. */
export interface Probe {
  readonly loss: number;
  /** Of each element of each comparison, in their order: where two probes differ, a kink lies between them. */
  readonly sides: Int32Array;
}

/** The scalar and its gradient by each variable, in their order; undefined where there is none. */
export interface Gradients {
  readonly loss: number;
  readonly gradients: readonly (TypedArray | undefined)[];
}

/** The gradients under test, computed by another way through the same code. */
export interface OtherPath {
  /** For messages: `with a CSR input`. */
  readonly name: string;
  readonly gradients: Gradients['gradients'];
}

export interface Subject {
  /** Of the gradients under test. */
  readonly dtype: FloatDType;
  /** Where the finite differences are computed: a backend's name. */
  readonly differencesOn: string;
  readonly variables: readonly Variable[];
  /** The loss in float64, forward alone. */
  probe(substitution?: Substitution): Promise<Probe>;
  /** What the loss is a sum of, without the signs: its rounding errors are in proportion to that. */
  magnitude(): Promise<number>;
  /** The gradients under test. */
  analytic(substitution?: Substitution): Promise<Gradients>;
  /** A backward pass somewhere else, with other random numbers: what keeps state between passes is changed by it. */
  disturb(): Promise<void>;
  otherPaths(): Promise<readonly OtherPath[]>;
  /** Somebody else's gradients at the same point. */
  reference(against: Backend | GradientReference): Promise<Gradients>;
  /** Releases what it holds on backends that are the caller's. */
  dispose(): void;
}
