import { expect, it } from 'vitest';
import { begin, type Drawing, EMPTY, extend, isEmpty, undo } from '../../src/ui/draw/drawing.js';
import { coloursOf, fromPlace, toCanvas } from '../../src/ui/train/plane-drawing.js';

it('a drawing grows by strokes, and loses the last one', () => {
  const one = extend(begin(EMPTY, [0.1, 0.2]), [
    [0.2, 0.2],
    [0.3, 0.2],
  ]);
  expect(one.strokes).toEqual([
    [
      [0.1, 0.2],
      [0.2, 0.2],
      [0.3, 0.2],
    ],
  ]);
  const two = begin(one, [0.5, 0.5]);
  expect(two.strokes.length).toBe(2);
  expect(undo(two)).toEqual(one);
  expect(isEmpty(undo(one))).toBe(true);
});

it('a stroke takes the place of an example', () => {
  const example: Drawing = { strokes: [], example: new Uint8Array(784) };
  expect(isEmpty(example)).toBe(false);
  expect(begin(example, [0, 0])).toEqual({ strokes: [[[0, 0]]] });
  expect(isEmpty(undo(example))).toBe(true);
});

it('places in the square become hundredths, and points places', () => {
  expect(fromPlace(0.5, 0.5)).toEqual([0, 0]);
  expect(fromPlace(0, 0)).toEqual([-100, 100]);
  expect(fromPlace(0.75, 0.75)).toEqual([55, -55]);
  const [left, top] = toCanvas(0.55, -0.55, 1000);
  expect([left, top].map(Math.round)).toEqual([750, 750]);
});

it('the surface has the colour of the likeliest class, as strong as it is sure', () => {
  const palette = {
    classes: [
      [0, 0, 200],
      [200, 0, 0],
    ] as const,
    card: [100, 100, 100] as const,
  };
  const probabilities = Float32Array.of(1, 0, 0, 1, 0.5, 0.5, 0.75, 0.25);
  const colours = [...coloursOf({ side: 2, classes: 2, probabilities }, palette)];
  expect(colours).toEqual([50, 50, 150, 255, 150, 50, 50, 255, 100, 100, 100, 255, 75, 75, 125, 255]);
});
