/** A drawing on the pad: strokes, or an example digit. */

/** A place on the pad: x from left to right, y from top to bottom, both from 0 to 1. */
export type Place = readonly [x: number, y: number];

/** What is on the pad. */
export interface Drawing {
  readonly strokes: readonly (readonly Place[])[];
  /** A digit of 28 x 28 bytes, below the strokes. */
  readonly example?: Uint8Array;
}

/** An empty pad. */
export const EMPTY: Drawing = { strokes: [] };

/** Whether there is nothing on the pad. */
export const isEmpty = ({ strokes, example }: Drawing): boolean => strokes.length === 0 && example === undefined;

/** Begins a stroke. An example makes room for it. */
export const begin = ({ strokes }: Drawing, place: Place): Drawing => ({ strokes: [...strokes, [place]] });

/** Continues the last stroke. */
export function extend({ strokes, ...rest }: Drawing, places: readonly Place[]): Drawing {
  const last = strokes.at(-1) ?? [];
  return { ...rest, strokes: [...strokes.slice(0, -1), [...last, ...places]] };
}

/** Takes back the last stroke, or the example. */
export const undo = ({ strokes }: Drawing): Drawing => ({ strokes: strokes.slice(0, -1) });

/** The width of the pen, as a share of the pad. */
const PEN = 0.075;
/** The side of the picture that the network gets, before it is cut out and scaled. */
const RASTER = 112;

/** Draws on a square canvas. */
export function paint(context: CanvasRenderingContext2D, { strokes, example }: Drawing, ink: string): void {
  const side = context.canvas.width;
  context.clearRect(0, 0, side, side);
  if (example !== undefined) paintExample(context, example, ink);
  context.strokeStyle = ink;
  context.lineWidth = PEN * side;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    for (const [at, [x, y]] of stroke.entries()) {
      if (at === 0) context.moveTo(x * side, y * side);
      context.lineTo(x * side, y * side);
    }
    context.stroke();
  }
}

function paintExample(context: CanvasRenderingContext2D, example: Uint8Array, ink: string): void {
  const small = document.createElement('canvas');
  [small.width, small.height] = [28, 28];
  const pixels = small.getContext('2d') as CanvasRenderingContext2D;
  pixels.fillStyle = ink;
  pixels.fillRect(0, 0, 28, 28);
  const image = pixels.getImageData(0, 0, 28, 28);
  for (const [at, byte] of example.entries()) image.data[4 * at + 3] = byte;
  pixels.putImageData(image, 0, 0);
  const { width } = context.canvas;
  context.drawImage(small, 0, 0, width, width);
}

/** Grey bytes with bright ink. */
export function rasterize(drawing: Drawing): Uint8Array {
  if (drawing.example !== undefined && drawing.strokes.length === 0) return drawing.example;
  raster ??= newRaster();
  paint(raster, drawing, '#fff');
  const { data } = raster.getImageData(0, 0, RASTER, RASTER);
  return Uint8Array.from({ length: RASTER * RASTER }, (_, at) => data[4 * at + 3] as number);
}

let raster: CanvasRenderingContext2D | undefined;

function newRaster(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [RASTER, RASTER];
  return canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
}
