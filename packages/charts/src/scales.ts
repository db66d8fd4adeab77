/** Scales: where an axis begins and ends, and which ticks it has. */

/** The ends and ticks of a logarithmic axis. */
export interface LogScale {
  readonly domain: readonly [number, number];
  /** All within the domain. */
  readonly ticks: readonly number[];
}

/**
 * Returns a scale for points, with a margin on each side. `values` are positive; none give a scale around 1 to 10.
 *
 * @example
 * ```ts
 * const { ticks } = pointScale([1, 1000]);
 * console.log(ticks); // [1, 10, 100, 1000]
 * ```
 */
export function pointScale(values: readonly number[]): LogScale {
  const [low, high] = extent(values);
  const margin = Math.max(1.08, (high / low) ** 0.04);
  const domain = [low / margin, high * margin] as const;
  return { domain, ticks: logTicks(...domain, 5) };
}

/**
 * Returns a scale for ratios that includes 1, with the same factors as ticks on both sides of 1.
 *
 * @example
 * ```ts
 * const { ticks } = ratioScale([0.1, 0.5, 4]);
 * console.log(ticks); // [0.1, 0.3333333333333333, 1, 3]
 * ```
 */
export function ratioScale(values: readonly number[]): LogScale {
  const { domain } = pointScale([1, ...values]);
  const [low, high] = domain;
  const factors = logTicks(1, Math.max(high, 1 / low), 3);
  const ticks = [...factors.map((factor) => 1 / factor).reverse(), ...factors.filter((factor) => factor !== 1)];
  return { domain, ticks: ticks.filter(within(low, high)) };
}

function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [1, 10];
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

const STEPS = [[1, 1.1, 1.2, 1.5, 2, 3, 5, 7], [1, 1.5, 2, 3, 5], [1, 2, 5], [1, 3], [1]] as const;

/**
 * Returns about `most` round numbers in the range, as dense as possible. Long ranges get whole decades, or every nth.
 */
function logTicks(low: number, high: number, most: number): number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, at) => first + at);
  for (const steps of STEPS) {
    const ticks = decades.flatMap((power) => steps.map((step) => Number(`${step}e${power}`))).filter(within(low, high));
    if (ticks.length <= most) return ticks;
  }
  const stride = Math.ceil(decades.length / most);
  return decades
    .filter((power) => power % stride === 0)
    .map((power) => Number(`1e${power}`))
    .filter(within(low, high));
}

/**
 * Returns about `most` round numbers in the domain, in steps of 1, 2 or 5 times a power of ten.
 *
 * @example
 * ```ts
 * linearTicks([0.02, 0.31], 3); // [0.1, 0.2, 0.3]
 * ```
 */
export function linearTicks([low, high]: readonly [number, number], most: number): number[] {
  const least = (high - low) / most;
  if (!(least > 0 && Number.isFinite(least))) return [low];
  const power = Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((one) => Number(`${one}e${power}`)).find((one) => one >= least * 0.999_999) ?? least;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Rounded to twelve digits: 3 * 0.1 is not a round number.
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

const within = (low: number, high: number) => (value: number) => value >= low * 0.999 && value <= high * 1.001;
