/** The subject of a check: a scalar function of some tensors, and its gradient. */
import type { Backend, FloatDType, Shape, TypedArray } from '@nablajs/core';
import type { GradientReference } from '../comparison/reference.js';

/** A tensor that the scalar depends on. */
export interface Variable {
  /** `0.weight`, `input`. */
  readonly name: string;
  readonly shape: Shape;
  /** The point at which to take the gradient; float32 numbers for a float32 subject. */
  readonly values: Float64Array;
}

export interface Substitution {
  readonly variable: number;
  readonly values: Float64Array;
}

/** The scalar, in float64, and the side of every kink on which it was computed. */
export interface Probe {
  readonly loss: number;
  /** The results of all comparisons, in order. If two probes differ, there is a kink between them. */
  readonly sides: Int32Array;
}

/** The scalar and its gradient for each variable, in order; undefined if there is none. */
export interface Gradients {
  readonly loss: number;
  readonly gradients: readonly (TypedArray | undefined)[];
  /** The reference's note on how it computed them. */
  readonly notice?: string | undefined;
}

/** The gradients to check, computed on another code path. */
export interface OtherPath {
  /** A name for messages: `with a CSR input`. */
  readonly name: string;
  readonly gradients: Gradients['gradients'];
}

export interface Subject {
  /** The dtype of the gradients to check. */
  readonly dtype: FloatDType;
  /** The name of the backend that computes the finite differences. */
  readonly differencesOn: string;
  readonly variables: readonly Variable[];
  /** Computes the loss in float64, without gradients. */
  probe(substitution?: Substitution): Promise<Probe>;
  /** The sum of the magnitudes of the loss's terms, to which its rounding errors are proportional. */
  magnitude(): Promise<number>;
  /** Computes the gradients to check. */
  analytic(substitution?: Substitution): Promise<Gradients>;
  /** Runs a pass at another point with other random numbers. */
  disturb(): Promise<void>;
  otherPaths(): Promise<readonly OtherPath[]>;
  /** Computes the other gradients at the same point. */
  reference(against: Backend | GradientReference): Promise<Gradients>;
  /** Releases what it holds on the caller's backends. */
  dispose(): void;
}
