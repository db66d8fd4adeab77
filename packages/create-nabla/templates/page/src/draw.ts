/** The two pictures. */
import { type DenseArray, dense, type Network, predict } from '@nablajs/core';
import type { Points } from './spirals.js';

/** The network answers at so many places, by width and by height. */
const GRID = 60;

const places = dense(
  Float32Array.from({ length: 2 * GRID * GRID }, (_, at) => {
    const place = Math.floor(at / 2);
    return (((at % 2 === 0 ? place % GRID : Math.floor(place / GRID)) + 0.5) / GRID) * 2 - 1;
  }),
  [GRID * GRID, 2],
);

/** The value of a colour of style.css, for the light or the dark scheme. */
function resolved(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Returns what the network says at each place of the grid: the probability of spiral 1. */
export async function answersOf(network: Network): Promise<DenseArray> {
  return await predict(network, places, { activation: 'sigmoid' });
}

export function drawAnswers(canvas: HTMLCanvasElement, answers: DenseArray, { x, y }: Points): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const cell = canvas.width / GRID;
  const [zero, one, paper] = [resolved('--zero'), resolved('--one'), resolved('--paper')];
  context.globalAlpha = 1;
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [at, probability] of answers.data.entries()) {
    context.fillStyle = probability > 0.5 ? one : zero;
    context.globalAlpha = Math.abs(probability - 0.5);
    context.fillRect((at % GRID) * cell, Math.floor(at / GRID) * cell, cell, cell);
  }
  context.globalAlpha = 1;
  for (const [at, label] of y.data.entries()) {
    const place = (value = 0): number => ((value + 1) / 2) * canvas.width;
    context.fillStyle = label === 1 ? one : zero;
    context.beginPath();
    context.arc(place(x.data[2 * at]), place(x.data[2 * at + 1]), 1.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Draws the loss of each epoch so far, of `epochs` in all. */
export function drawCurve(svg: SVGSVGElement, losses: readonly number[], epochs: number): void {
  const { width, height } = svg.viewBox.baseVal;
  const [left, bottom, top] = [34, height - 24, 14];
  const most = losses.reduce((highest, loss) => Math.max(highest, loss), 0.1);
  const x = (epoch: number): number => left + ((width - left - 10) * (epoch - 1)) / Math.max(1, epochs - 1);
  const y = (loss: number): number => bottom - ((bottom - top) * loss) / most;
  const points = losses.map((loss, at) => `${x(at + 1).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');
  svg.innerHTML = `
    <polyline points="${points}" />
    <text x="${left - 6}" y="${top + 4}" text-anchor="end">${most.toFixed(2)}</text>
    <text x="${left - 6}" y="${bottom + 4}" text-anchor="end">0</text>
    <text x="${left}" y="${height - 6}">1</text>
    <text x="${width - 10}" y="${height - 6}" text-anchor="end">${epochs}</text>`;
}
