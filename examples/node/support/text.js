/** Draws pictures in plain text. */

const WIDTH = 61;
const HEIGHT = 17;

/**
 * Draws points on a grid of characters, with the ranges of both axes. Later series are drawn over earlier ones.
 *
 * @param {readonly { readonly mark: string, readonly x: ArrayLike<number>, readonly y: ArrayLike<number> }[]} series
 */
export function scatter(series) {
  const [left, right] = rangeOf(series.map(({ x }) => x));
  const [bottom, top] = rangeOf(series.map(({ y }) => y));
  const grid = Array.from({ length: HEIGHT }, () => new Array(WIDTH).fill(' '));
  for (const { mark, x, y } of series) {
    for (let i = 0; i < x.length; i++) {
      const column = Math.round(((Number(x[i]) - left) / (right - left)) * (WIDTH - 1));
      const row = Math.round(((top - Number(y[i])) / (top - bottom)) * (HEIGHT - 1));
      const line = grid[row];
      if (line !== undefined) line[column] = mark;
    }
  }
  const labels = grid.map((_, row) => (row === 0 ? short(top) : row === HEIGHT - 1 ? short(bottom) : ''));
  const lines = grid.map((cells, row) => `${labels[row]?.padStart(7)} |${cells.join('')}`.trimEnd());
  const axis = `${short(left)}${short(right).padStart(WIDTH - short(left).length)}`;
  return [...lines, `${' '.repeat(8)}+${'-'.repeat(WIDTH)}`, `${' '.repeat(9)}${axis}`].join('\n');
}

/**
 * Returns the smallest and the largest of all values.
 *
 * @param {readonly ArrayLike<number>[]} values
 */
export function rangeOf(values) {
  const all = values.flatMap((array) => Array.from(array));
  return /** @type {const} */ ([all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]);
}

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(3)));

/**
 * Returns a table: rows are true classes, columns are predictions; a dot is 0.
 *
 * @param {readonly (readonly number[])[]} matrix
 * @param {readonly string[]} names
 */
export function confusionTable(matrix, names) {
  const cell = matrix.flat().reduce((width, count) => Math.max(width, `${count}`.length), 4) + 1;
  const label = names.reduce((width, name) => Math.max(width, name.length), 0);
  const header = names.map((name) => name.slice(0, cell - 1).padStart(cell)).join('');
  const rows = matrix.map(
    (row, at) => `${names[at]?.padStart(label)} ${row.map((count) => `${count || '.'}`.padStart(cell)).join('')}`,
  );
  return [`${' '.repeat(label)} ${header}`, ...rows].join('\n');
}

/**
 * Draws every second row of a grey image, because a character is twice as high as wide.
 *
 * @param {Uint8Array} pixels
 * @param {number} width
 */
export function picture(pixels, width) {
  const shades = ' .:-=+*#%@';
  const lines = [];
  for (let start = 0; start < pixels.length; start += 2 * width) {
    const row = Array.from(pixels.subarray(start, start + width));
    lines.push(row.map((byte) => shades[Math.floor((byte * shades.length) / 256)]).join(''));
  }
  return lines.join('\n');
}
