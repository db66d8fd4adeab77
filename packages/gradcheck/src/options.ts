/** The options of a check, their defaults, and the gates. */
import type { Backend, FloatDType, HostTargets, Loss, Output, Penalty, Targets } from '@nablajs/core';
import type { GradientReference } from './comparison/reference.js';

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** What computes: needed for a layer or a function; a network brings its own. It stays the caller's. */
  readonly backend?: Backend;
  /** Of a layer's or a function's tensors; default float64 where the backend has it. */
  readonly dtype?: FloatDType;
  /** With `targets`: what a network or a layer is differentiated through; default a sum with random weights. */
  readonly loss?: Loss<Output, Targets>;
  /** int32 labels [n], or floats as the loss takes them; an array of such for a loss that takes several. */
  readonly targets?: HostTargets;
  /** With `loss`: what each example counts, n numbers, as in training. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** With `loss`: what the parameters add to it, as in training. Default none. */
  readonly penalty?: Penalty;
  /** Whose gradients to compare with: default central differences. A backend stays the caller's. */
  readonly against?: Backend | GradientReference;
  /** Where the differences are computed when `backend` has no float64; default the slow backend of `@nablajs/core/testing`. */
  readonly differencesOn?: Backend;
  /** The half width of a central difference; default 1e-6, as in PyTorch. */
  readonly eps?: number;
  /** An element passes where |analytic - expected| <= atol + rtol |expected|. Defaults: `GATES`. */
  readonly atol?: number;
  readonly rtol?: number;
  /** Largest `worstRelativeError` of a tensor. Default: `GATES`. */
  readonly worstRelativeError?: number;
  /**
   * Elements of each tensor to take differences for: half of them at random, half of them those with the largest
   * gradients. Default all.
   */
  readonly samples?: number;
  /** Of dropout masks, samples and random weights; default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called after each element. */
  readonly onProgress?: (checked: number, total: number) => void;
}

/** How far two gradients may be apart. */
export interface Gate {
  readonly atol: number;
  readonly rtol: number;
  /** Undefined: no gate on the whole tensor. */
  readonly worstRelativeError: number | undefined;
}

/**
 * - `differences`: float64 against central differences; PyTorch's atol and rtol, and a gate on the whole tensor.
 * - `float64`: two analytic gradients, both in float64.
 * - `float32`: a float32 gradient against anything.
 */
export const GATES: Readonly<Record<'differences' | 'float64' | 'float32', Gate>> = {
  differences: { atol: 1e-5, rtol: 1e-3, worstRelativeError: 1e-6 },
  float64: { atol: 1e-12, rtol: 1e-9, worstRelativeError: 1e-9 },
  float32: { atol: 1e-6, rtol: 1e-4, worstRelativeError: undefined },
};

export const DEFAULT_EPS = 1e-6;

/** Share of the checked elements that may be moved off a kink; one element may be in any check. */
export const MAXIMUM_MOVED = 0.01;
