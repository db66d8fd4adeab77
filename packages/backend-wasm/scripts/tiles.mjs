/**
 * Generates the loops of ../assembly/tile.ts. Their sums are local variables: one for each row and vector of a tile.
 */
import { TILE_ROWS } from '../dist/host/abi/layout.js';

const forRows = (lines) => Array.from({ length: TILE_ROWS }, (_, row) => lines(row)).join('\n');

/**
 * A loop over steps of k. `element` returns the address of the left operand's element in a row, and `next` moves these
 * addresses. They move at the end: V8 of Node 20 takes 6 % longer if they move between the products.
 */
const tile = (name, parameters, start, element, next) => `// @ts-ignore: decorator
@inline
export function ${name}<T>(
  wide: bool, a: usize, stride: usize, ${parameters}b: usize, bStride: usize, depth: i32, c: usize,
  cStride: usize,
): void {
${start}
${forRows((row) => `  let c${row}0 = v128.splat<T>(0);\n  let c${row}1 = c${row}0;`)}
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = wide ? v128.load(b, 16) : b0;
    let x: v128;
${forRows(
  (row) => `    x = v128.load_splat<T>(${element(row)});
    c${row}0 = v128.add<T>(c${row}0, v128.mul<T>(x, b0));
    if (wide) c${row}1 = v128.add<T>(c${row}1, v128.mul<T>(x, b1));`,
)}
    b += bStride;
${next}
  }
${forRows((row) => `  v128.store(c, c${row}0);\n  if (wide) v128.store(c, c${row}1, 16);\n  c += cStride;`)}
}
`;

/** Generates two loops: the left operand's elements of one k are in 6 rows, or side by side. */
export function tiles() {
  const start = forRows((row) => `  let a${row} = a + stride * <usize>min(${row}, rows - 1);`);
  const next = forRows((row) => `    a${row} += sizeof<T>();`);
  return [
    tile('sumTileOfRows', 'rows: i32, ', start, (row) => `a${row}`, next),
    tile('sumTileOfColumns', '', '', (row) => `a, ${row} * sizeof<T>()`, '    a += stride;'),
  ].join('\n');
}
