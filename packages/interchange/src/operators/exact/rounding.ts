/** Rounding of numbers on the host. */

/** To the nearest whole number, halves to the even one. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5 || !Number.isFinite(x)) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}
