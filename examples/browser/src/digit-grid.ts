/** Draws images of digits with the network's answers. Wrong answers stand out. */
import type { Digits } from './digits-run.js';

/** How many digits the grid has in each direction. */
export const GRID = 10;

export function drawDigits(canvas: HTMLCanvasElement, { x, y }: Digits, answers: readonly number[]): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const size = canvas.width / GRID;
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name);
  const digit = new OffscreenCanvas(28, 28);
  context.font = `600 ${size / 4.5}px ${style.fontFamily}`;
  context.textBaseline = 'top';
  context.imageSmoothingEnabled = false;
  for (let at = 0; at < GRID * GRID; at++) {
    const [left, top] = [(at % GRID) * size, Math.floor(at / GRID) * size];
    const isRight = answers[at] === y.data[at];
    context.fillStyle = color(isRight ? '--between' : '--notice');
    context.fillRect(left, top, size, size);
    paint(digit, x.data.subarray(784 * at, 784 * (at + 1)), color('--ink'));
    context.drawImage(digit, left + size * 0.12, top + size * 0.12, size * 0.86, size * 0.86);
    context.fillStyle = color(isRight ? '--zero' : '--one');
    context.fillText(`${answers[at] ?? ''}`, left + size * 0.07, top + size * 0.06);
  }
}

/** Paints an image in one colour. Each pixel gives the opacity. */
function paint(canvas: OffscreenCanvas, pixels: ArrayLike<number>, ink: string): void {
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const value = Number.parseInt(ink.slice(1), 16);
  const image = new ImageData(28, 28);
  for (let at = 0; at < 784; at++) {
    image.data.set([value >> 16, (value >> 8) & 255, value & 255, 255 * (pixels[at] as number)], 4 * at);
  }
  context.putImageData(image, 0, 0);
}
