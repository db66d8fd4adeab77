/** `c₀ + z (c₁ + z (c₂ + …))`, W. G. Horner's scheme. */
export function polynomial(z: number, coefficients: ArrayLike<number>): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * z + (coefficients[i] as number);
  return sum;
}
