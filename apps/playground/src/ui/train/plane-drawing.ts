/** Draws the square with the network's answers and the points that it learns from. */
import { REACH } from '../../lab/coordinates.js';
import type { Surface } from '../../lab/report.js';
import type { Points } from '../../lab/run-data.js';

/** The colours of the canvas: of the classes, and of the page. */
export interface Palette {
  readonly classes: readonly (readonly [red: number, green: number, blue: number])[];
  readonly card: readonly [red: number, green: number, blue: number];
}

/** Reads the page's colours. */
function paletteOf(context: CanvasRenderingContext2D): Palette {
  const style = getComputedStyle(context.canvas);
  const colour = (name: string): readonly [number, number, number] => {
    // The canvas writes every colour as #rrggbb.
    context.fillStyle = style.getPropertyValue(name).trim();
    const value = Number.parseInt(`${context.fillStyle}`.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  };
  return { classes: [0, 1, 2, 3].map((label) => colour(`--class-${label}`)), card: colour('--card') };
}

const css = ([red, green, blue]: readonly [number, number, number]): string => `rgb(${red} ${green} ${blue})`;

/** How strong the colour of a certain answer is. */
const STRENGTH = 0.5;

/** Returns the colours of the surface's cells: [side, side, 4] bytes. */
export function coloursOf({ side, classes, probabilities }: Surface, palette: Palette): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let cell = 0; cell < side * side; cell++) {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if ((probabilities[cell * classes + label] as number) > (probabilities[cell * classes + best] as number)) {
        best = label;
      }
    }
    const share = probabilities[cell * classes + best] as number;
    const strength = (STRENGTH * (share - 1 / classes)) / (1 - 1 / classes);
    const colour = palette.classes[best] ?? palette.card;
    for (let channel = 0; channel < 3; channel++) {
      const card = palette.card[channel] as number;
      pixels[4 * cell + channel] = card + strength * ((colour[channel] as number) - card);
    }
    pixels[4 * cell + 3] = 255;
  }
  return pixels;
}

/** Draws the square. Points kept for validation are rings. */
export function drawPlane(
  context: CanvasRenderingContext2D,
  surface: Surface | undefined,
  points: Points | undefined,
): void {
  const { canvas } = context;
  const side = canvas.width;
  const palette = paletteOf(context);
  context.fillStyle = css(palette.card);
  context.fillRect(0, 0, side, side);
  if (surface !== undefined) {
    const small = new OffscreenCanvas(surface.side, surface.side);
    const image = new ImageData(coloursOf(surface, palette), surface.side, surface.side);
    (small.getContext('2d') as OffscreenCanvasRenderingContext2D).putImageData(image, 0, 0);
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, side, side);
  }
  if (points === undefined) return;
  const isKept = new Set(points.validation);
  const radius = side / (points.labels.length > 800 ? 150 : 105);
  for (const [label, colour] of palette.classes.entries()) {
    const [dots, rings] = [new Path2D(), new Path2D()];
    for (const [at, own] of points.labels.entries()) {
      if (own !== label) continue;
      const [left, top] = toCanvas(points.x[2 * at] as number, points.x[2 * at + 1] as number, side);
      const path = isKept.has(at) ? rings : dots;
      path.moveTo(left + radius, top);
      path.arc(left, top, radius, 0, 2 * Math.PI);
    }
    context.lineWidth = radius / 2;
    context.fillStyle = css(colour);
    context.strokeStyle = css(palette.card);
    context.stroke(dots);
    context.fill(dots);
    context.fillStyle = css(palette.card);
    context.fill(rings);
    context.strokeStyle = css(colour);
    context.stroke(rings);
  }
}

/** Where a point is on a canvas of this side. */
export const toCanvas = (x: number, y: number, side: number): readonly [left: number, top: number] => [
  ((x / REACH + 1) / 2) * side,
  ((1 - y / REACH) / 2) * side,
];

/** The point at a place of the square, both from 0 to 1 from the top left; rounded to hundredths within the square. */
export function fromPlace(left: number, top: number): readonly [x: number, y: number] {
  const round = (value: number): number => Math.min(100, Math.max(-100, Math.round(100 * value)));
  return [round(REACH * (2 * left - 1)), round(REACH * (1 - 2 * top))];
}
