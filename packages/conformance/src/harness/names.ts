/** Formats a shape for a case's name: `17x5x3`, `scalar` for []. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('x');
}
