/** Windows of ONNX's convolutions and pools: one for each axis of space, and how core's operations take them. */
import { type FusedActivation, NablaError, type Padding, type Shape } from '@nablajs/core';

/** How a window moves along one axis. */
export interface AxisWindow {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** The length of the axis. */
  readonly length: number;
  /** How much padding is before the axis, and how much after it, as far as it counts as padding. */
  readonly before: number;
  readonly after: number;
  /** How many positions the window takes. The last windows may reach beyond the padding (`ceil_mode`). */
  readonly out: number;
}

/** The attributes of a convolution or a pool. Defaults are ONNX's. */
export interface WindowAttributes {
  readonly strides?: readonly number[] | undefined;
  readonly dilations?: readonly number[] | undefined;
  /** First those before each axis, then those after. */
  readonly pads?: readonly number[] | undefined;
  readonly autoPad?: string | undefined;
  readonly ceilMode?: boolean | undefined;
}

/** What a convolution needs besides its tensors. */
export interface Convolving {
  /** One for each axis of space. */
  readonly windows: readonly AxisWindow[];
  readonly groups: number;
  readonly activation?: FusedActivation;
  /** Whether the activation, a ReLU, has the upper limit 6. */
  readonly isLimited?: boolean;
}

/** A damaged file may ask for any padding, and memory with it. */
const MOST_PADDING = 65_536;

/** How many elements a window spans, gaps included. */
export const extentOf = ({ size, dilation }: Pick<AxisWindow, 'size' | 'dilation'>): number =>
  dilation * (size - 1) + 1;

/**
 * Returns the window of each axis for an image whose axes have these lengths, by the formulas of ONNX's Conv and
 * MaxPool. Throws NablaError `shape` if no window fits.
 */
export function windowsOf(op: string, lengths: Shape, sizes: Shape, given: WindowAttributes): AxisWindow[] {
  const rank = lengths.length;
  const { strides = [], dilations = [], pads = [], autoPad = 'NOTSET', ceilMode = false } = given;
  return lengths.map((length, axis) => {
    const [size = 1, stride = 1, dilation = 1] = [sizes[axis], strides[axis], dilations[axis]];
    const extent = extentOf({ size, dilation });
    let [before, after] = autoPad === 'VALID' ? [0, 0] : [pads[axis] ?? 0, pads[axis + rank] ?? 0];
    let out: number;
    if (autoPad.startsWith('SAME')) {
      out = Math.ceil(length / stride);
      const total = Math.max(0, (out - 1) * stride + extent - length);
      before = (autoPad === 'SAME_UPPER' ? Math.floor : Math.ceil)(total / 2);
      after = total - before;
    } else {
      const steps = (length + before + after - extent) / stride;
      out = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
      // A window that would start behind the image and the padding before it is left out.
      if (ceilMode && (out - 1) * stride >= length + before) out -= 1;
    }
    const isSane = Math.min(before, after) >= 0 && Math.max(before, after) <= MOST_PADDING;
    if (isSane && out >= 1 && size >= 1 && stride >= 1 && dilation >= 1) {
      return { size, stride, dilation, length, before, after, out };
    }
    const around = `padding ${before} and ${after}`;
    const received = `a window of ${size} with stride ${stride} and ${around} for a length of ${length}`;
    throw new NablaError('shape', `${op}: expected a window that fits into the padded image. Received ${received}.`);
  });
}

/** How many elements the padding after an axis needs, so the last window lies inside. */
export const behind = ({ size, stride, dilation, length, before, out }: AxisWindow): number =>
  Math.max(0, (out - 1) * stride + extentOf({ size, dilation }) - before - length);

/** How core's operations for images take two windows. */
export interface Placed {
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: Padding;
  /** What has to be put around the image [n, height, width, channels] first, if core's options do not express it. */
  readonly around: readonly (readonly [number, number])[] | undefined;
}

/** Places two windows so that core computes exactly their outputs. It pads both sides alike, or by `same`. */
export function placed(windows: readonly [AxisWindow, AxisWindow]): Placed {
  const pair = <T>(f: (window: AxisWindow) => T): readonly [T, T] => [f(windows[0]), f(windows[1])];
  const how = { stride: pair(({ stride }) => stride), dilation: pair(({ dilation }) => dilation), around: undefined };
  if (windows.every(isEven)) return { ...how, padding: pair(({ before }) => before) };
  if (windows.every(isSame)) return { ...how, padding: 'same' };
  const [rows, columns] = pair((window) => [window.before, behind(window)] as const);
  return { ...how, padding: 'valid', around: [[0, 0], rows, columns, [0, 0]] };
}

/** Whether each window overlaps the image, which core demands. */
export const overlaps = (window: AxisWindow): boolean =>
  window.before < extentOf(window) && (window.out - 1) * window.stride - window.before < window.length;

/** Whether as much padding after the axis as before it gives the same positions. */
const isEven = (window: AxisWindow): boolean =>
  overlaps(window) &&
  Math.floor((window.length + 2 * window.before - extentOf(window)) / window.stride) + 1 === window.out;

/** Whether core's `same` gives the same positions. */
const isSame = (window: AxisWindow): boolean =>
  overlaps(window) &&
  Math.ceil(window.length / window.stride) === window.out &&
  Math.floor((window.before + behind(window)) / 2) === window.before;
