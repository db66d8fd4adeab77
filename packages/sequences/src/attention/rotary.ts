/** Angles that stand for positions. */
import {
  add,
  checkOptionNames,
  concat,
  dense,
  type FloatDType,
  multiply,
  NablaError,
  slice,
  subtract,
  type Tensor,
  unexpected,
  upload,
} from '@nablajs/core';
import { cos, pow, sin } from '@nablajs/core/math';
import { checkToken } from '../checks.js';

/** The largest wavelength, divided by `2π`, in "Attention is all you need" and in most models since. */
const BASE = 10_000;

interface Waves {
  readonly sines: Float64Array;
  readonly cosines: Float64Array;
}

/** Those that were computed, by half and base: the same for all layers and steps. */
const known = new Map<string, Waves>();

/** Returns waves of at least the first `positions` positions. Frequency i is `base^(−i / half)`. */
function wavesOf(half: number, positions: number, base: number): Waves {
  const key = `${half}/${base}`;
  const before = known.get(key);
  if (before !== undefined && before.sines.length >= positions * half) return before;
  const count = Math.max(positions, 2 * ((before?.sines.length ?? 0) / half));
  const frequencies = Array.from({ length: half }, (_, i) => pow(base, -i / half));
  const [sines, cosines] = [new Float64Array(count * half), new Float64Array(count * half)];
  for (let position = 0, at = 0; position < count; position++) {
    for (let i = 0; i < half; i++, at++) {
      const angle = position * (frequencies[i] as number);
      sines[at] = sin(angle);
      cosines[at] = cos(angle);
    }
  }
  const waves = { sines, cosines };
  known.set(key, waves);
  return waves;
}

/** Returns sines and cosines [time, half] of the positions from `start` on, for x [..., time, width]. */
export function wavesFor(
  x: Tensor,
  half: number,
  start: number,
  base: number = BASE,
): readonly [sines: Tensor, cosines: Tensor] {
  const time = x.shape.at(-2) as number;
  const { sines, cosines } = wavesOf(half, start + time, base);
  const uploaded = (values: Float64Array): Tensor => {
    const rows = values.subarray(start * half, (start + time) * half);
    const data = (x.dtype as FloatDType) === 'float64' ? rows.slice() : Float32Array.from(rows);
    return upload(x.backend, dense(data, [time, half]));
  };
  return [uploaded(sines), uploaded(cosines)];
}

/** Options of `rotary`. */
export interface RotaryOptions {
  /** The position of the first element. Default: 0. */
  readonly start?: number;
  /** The lowest frequency is about `1 / base`. Default: 10,000. */
  readonly base?: number;
}

/**
 * Turns queries or keys x [..., time, size] by angles that grow with their position, so that a product of two of them
 * depends on how far they are apart (Su et al. 2021, "RoFormer"). Elements i of both halves of `size` are a pair
 * (a, b), which position p turns by `θ = p · base^(−2i / size)` to `(a cos θ − b sin θ, b cos θ + a sin θ)`. Many
 * models pair the halves like this; the paper pairs neighbours. Throws a NablaError of code `shape` if `size` is odd,
 * and of code `argument` for a `start` that is no whole number >= 0 or a `base` that is not above 0.
 *
 * @example
 * ```ts
 * const turned = rotary(tensor(backend, [[1, 0], [1, 0]])); // [[1, 0], [cos(1), sin(1)]]
 * ```
 */
export function rotary(x: Tensor, options: RotaryOptions = {}): Tensor {
  checkOptionNames('rotary', options, ['start', 'base']);
  const { start = 0, base = BASE } = options;
  checkToken('rotary start', start);
  if (!(base > 0 && base < Number.POSITIVE_INFINITY)) throw unexpected('rotary base', 'a number > 0', base);
  const size = x.shape.at(-1) ?? 0;
  const half = size / 2;
  if (x.shape.length < 2 || !Number.isInteger(half) || half === 0) {
    throw new NablaError(
      'shape',
      `rotary: expected [..., time, size] with an even size. Received [${x.shape.join(', ')}].`,
    );
  }
  const [sines, cosines] = wavesFor(x, half, start, base);
  const before = x.shape.slice(0, -1).map((): readonly [] => []);
  const [first, second] = [slice(x, [...before, [0, half]]), slice(x, [...before, [half, size]])];
  return concat(
    [
      subtract(multiply(first, cosines), multiply(second, sines)),
      add(multiply(second, cosines), multiply(first, sines)),
    ],
    { axis: -1 },
  );
}
