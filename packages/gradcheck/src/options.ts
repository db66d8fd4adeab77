import type { Backend, DenseArray, FloatDType, HostTargets, Loss, Output, Penalty, Targets } from '@nablajs/core';
import type { GradientReference } from './comparison/reference.js';

/** Options of `gradcheck`. */
export interface GradcheckOptions {
  /** Computes a layer or a function, which need it; a network has its own. It is not disposed. */
  readonly backend?: Backend;
  /** The dtype of a layer's or a function's tensors. Default: float64 if the backend has it. */
  readonly dtype?: FloatDType;
  /** The loss of a network or a layer; needs `targets`. Default: a sum of the outputs with random weights. */
  readonly loss?: Loss<Output, Targets>;
  /** int32 labels [n], or floats as the loss takes them; an array of these for a loss that takes several. */
  readonly targets?: HostTargets;
  /** Weights of the n examples, or an array [n, ...] as the loss takes it; needs `loss`. Default: 1 each. */
  readonly weights?: ArrayLike<number> | DenseArray;
  /** Added to the loss, as in training; needs `loss`. Default: none. */
  readonly penalty?: Penalty;
  /** The gradients to compare with. A backend is not disposed. Default: central differences. */
  readonly against?: Backend | GradientReference;
  /**
   * Computes the differences if `backend` has no float64. Default: the slow backend of `@nablajs/core/testing`.
   */
  readonly differencesOn?: Backend;
  /** Half the width of a central difference. Default: 1e-6, as in PyTorch. */
  readonly eps?: number;
  /** An element passes if |analytic - expected| <= atol + rtol |expected|. Default: see `GATES`. */
  readonly atol?: number;
  /** See `atol`. Default: see `GATES`. */
  readonly rtol?: number;
  /** The largest `worstRelativeError` of a tensor. Default: see `GATES`. */
  readonly worstRelativeError?: number;
  /**
   * How many elements of each tensor to check: half of them random, half those with the largest gradients. Default:
   * all.
   */
  readonly samples?: number;
  /** Determines dropout masks, samples and random weights. Default: 0. */
  readonly seed?: number;
  /** Stops the check: it then throws the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
  /** Called after each element. Default: none. */
  readonly onProgress?: (checked: number, total: number) => void;
}

export const OPTIONS: Readonly<Record<keyof GradcheckOptions, true>> = {
  ...{ backend: true, dtype: true, loss: true, targets: true, weights: true, penalty: true, against: true },
  ...{ differencesOn: true, eps: true, atol: true, rtol: true, worstRelativeError: true, samples: true, seed: true },
  ...{ signal: true, onProgress: true },
};

/** How far two gradients may be apart. */
export interface Gate {
  readonly atol: number;
  readonly rtol: number;
  /** The gate on the whole tensor; undefined if there is none. */
  readonly worstRelativeError: number | undefined;
}

/**
 * The default gates.
 *
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

/** The share of checked elements that may be shifted away from a kink. One element always may. */
export const MAXIMUM_MOVED = 0.01;
