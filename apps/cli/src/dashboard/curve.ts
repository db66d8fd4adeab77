/** A curve that grows with training but takes bounded memory. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The most points to keep: several per column of a wide terminal. */
const MOST_POINTS = 2048;
/** Larger values are drawn as this one, so that their sums and differences stay finite. */
const LARGEST = 1e300;

/** Takes points from left to right. Of too many, it keeps the means of neighbours. */
export class Curve {
  #points: Point[] = [];
  /** How many added points make one kept point. */
  #each = 1;
  #waiting: Point[] = [];

  get points(): readonly Point[] {
    return this.#points;
  }

  /** Ignores values that are not finite. */
  add(x: number, y: number): void {
    if (!Number.isFinite(y)) return;
    this.#waiting.push({ x, y: Math.min(LARGEST, Math.max(-LARGEST, y)) });
    if (this.#waiting.length < this.#each) return;
    this.#points.push(meanOf(this.#waiting));
    this.#waiting = [];
    if (this.#points.length < MOST_POINTS) return;
    const points = this.#points;
    this.#points = Array.from({ length: points.length / 2 }, (_, at) => meanOf(points.slice(2 * at, 2 * at + 2)));
    this.#each *= 2;
  }
}

function meanOf(points: readonly Point[]): Point {
  const sum = (key: keyof Point): number => points.reduce((total, point) => total + point[key], 0);
  return { x: sum('x') / points.length, y: sum('y') / points.length };
}

/**
 * Returns for each column the mean of its points, or else the value on the line between two points. It is undefined
 * before the first point and after the last one.
 */
export function columnsOf(
  points: readonly Point[],
  from: number,
  to: number,
  columns: number,
): readonly (number | undefined)[] {
  const width = (to - from) / columns || 1;
  const means = new Map<number, Point[]>();
  for (const point of points) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor((point.x - from) / width)));
    const inside = means.get(column);
    if (inside === undefined) means.set(column, [point]);
    else inside.push(point);
  }
  const known = [...means].map(([column, inside]) => ({ x: column, y: meanOf(inside).y }));
  let next = 0;
  return Array.from({ length: columns }, (_, column) => {
    while (next < known.length && (known[next]?.x ?? 0) < column) next++;
    const [before, after] = [known[next - 1], known[next]];
    if (after?.x === column) return after.y;
    if (before === undefined || after === undefined) return undefined;
    return before.y + ((after.y - before.y) * (column - before.x)) / (after.x - before.x);
  });
}
