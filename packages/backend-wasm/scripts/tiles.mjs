/**
 * Generates the loops of ../assembly/tile.ts. Their sums are local variables: one for each row and vector of a tile.
 */
import { TILE_ROWS } from '../dist/host/abi/layout.js';

const forRows = (lines) => Array.from({ length: TILE_ROWS }, (_, row) => lines(row)).join('\n');

/** A step of k; `element` returns the address of the left operand's element in a row. */
const step = (element) => `
    b0 = v128.load(b);
    if (wide) b1 = v128.load(b, 16);
    b += bStride;
${forRows(
  (row) => `    x = v128.load_splat<T>(${element(row)});
    c${row}0 = v128.add<T>(c${row}0, v128.mul<T>(x, b0));
    if (wide) c${row}1 = v128.add<T>(c${row}1, v128.mul<T>(x, b1));`,
)}`;

const tile = (name, parameters, start, each, steps) => `// @ts-ignore: decorator
@inline
export function ${name}<T>(
  wide: bool, a: usize, stride: usize, ${parameters}b: usize, bStride: usize, depth: i32, c: usize,
  cStride: usize,
): void {
${start}
${forRows((row) => `  let c${row}0 = v128.splat<T>(0);\n  let c${row}1 = c${row}0;`)}
  for (; depth >= ${each}; depth -= ${each}) {
    let b0: v128;
    let b1 = c00;
    let x: v128;${steps}
  }
${forRows((row) => `  v128.store(c, c${row}0);\n  if (wide) v128.store(c, c${row}1, 16);\n  c += cStride;`)}
}
`;

/** Generates two loops: the left operand's elements of one k are in 6 rows, or side by side. */
export function tiles() {
  const start = forRows((row) => `  let a${row} = a + stride * <usize>min(${row}, rows - 1);`);
  const next = forRows((row) => `    a${row} += 2 * sizeof<T>();`);
  const inRow = step((row) => `a${row}`) + step((row) => `a${row}, sizeof<T>()`);
  const inColumn = `${step((row) => `a, ${row} * sizeof<T>()`)}\n    a += stride;`;
  return [
    tile('sumTileOfRows', 'rows: i32, ', start, 2, `${inRow}\n${next}`),
    tile('sumTileOfColumns', '', '', 1, inColumn),
  ].join('\n');
}
