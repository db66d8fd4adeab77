/** Draws the network's answers as colours, with the points that it learns from. */
import { type DenseArray, dense } from '@nablajs/core';
import type { Points } from './spirals-run.js';

/** The surface is computed at the centres of GRID x GRID cells. */
export const GRID = 64;

/** What the picture shows. */
export interface HeatMap {
  readonly points: Points;
  /** Logits of class 1, [GRID, GRID], from the top left. */
  readonly surface: ArrayLike<number>;
}

/** The centres of the surface's cells, [GRID * GRID, 2]. */
export function gridCells(): DenseArray {
  const middle = (cell: number): number => (2 * cell + 1) / GRID - 1;
  const cells = Float32Array.from({ length: 2 * GRID * GRID }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? middle(cell % GRID) : -middle(Math.floor(cell / GRID));
  });
  return dense(cells, [GRID * GRID, 2]);
}

type Color = readonly [red: number, green: number, blue: number];

export function drawHeatMap(canvas: HTMLCanvasElement, { surface, points }: HeatMap): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const size = canvas.width;
  const [zero, one, between] = [color('--zero'), color('--one'), color('--between')];
  context.drawImage(cells(surface, zero, one, between), 0, 0, size, size);

  context.strokeStyle = style('--boundary');
  context.lineWidth = size / 340;
  context.lineCap = 'round';
  context.beginPath();
  for (const [from, to] of boundary(surface)) {
    context.moveTo(place(from[0], size), place(from[1], size));
    context.lineTo(place(to[0], size), place(to[1], size));
  }
  context.stroke();

  for (const label of [0, 1]) {
    context.fillStyle = style('--card');
    context.fill(dots(points, label, size, size / 82));
    context.fillStyle = style(label === 1 ? '--one' : '--zero');
    context.fill(dots(points, label, size, size / 105));
  }
}

function dots({ x, y }: Points, label: number, size: number, radius: number): Path2D {
  const path = new Path2D();
  for (const [at, one] of y.entries()) {
    if (one !== label) continue;
    const [across, up] = [x[2 * at] as number, x[2 * at + 1] as number];
    const [left, top] = [((1 + across) / 2) * size, ((1 - up) / 2) * size];
    path.moveTo(left + radius, top);
    path.arc(left, top, radius, 0, 2 * Math.PI);
  }
  return path;
}

/** Draws one pixel per cell. */
function cells(surface: HeatMap['surface'], zero: Color, one: Color, between: Color): OffscreenCanvas {
  const image = new ImageData(GRID, GRID);
  for (let cell = 0; cell < GRID * GRID; cell++) {
    // 2 sigmoid(logit) - 1
    const side = Math.tanh((surface[cell] as number) / 2);
    const end = side > 0 ? one : zero;
    const share = 0.62 * Math.abs(side);
    const pixel = between.map((channel, at) => channel + share * ((end[at] as number) - channel));
    image.data.set([...pixel, 255], 4 * cell);
  }
  const canvas = new OffscreenCanvas(GRID, GRID);
  (canvas.getContext('2d') as OffscreenCanvasRenderingContext2D).putImageData(image, 0, 0);
  return canvas;
}

type Place = readonly [column: number, row: number];

/** Draws the line where the logit is 0, by marching squares: segments between the centres of cells. */
function* boundary(surface: HeatMap['surface']): Generator<readonly [Place, Place]> {
  const at = (column: number, row: number): number => surface[row * GRID + column] as number;
  for (let row = 0; row < GRID - 1; row++) {
    for (let column = 0; column < GRID - 1; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossings = corners.flatMap((from, corner) => {
        const to = corners[(corner + 1) % 4] as Place;
        const [a, b] = [at(...from), at(...to)];
        if (a > 0 === b > 0) return [];
        const share = a / (a - b);
        return [[from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])] as const];
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) yield [crossings[i] as Place, crossings[i + 1] as Place];
    }
  }
}

const place = (cell: number, size: number): number => ((cell + 0.5) / GRID) * size;

const style = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name);

/** Parses a CSS property of the form #rrggbb. */
function color(name: string): Color {
  const value = Number.parseInt(style(name).slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
