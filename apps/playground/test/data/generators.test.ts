import { describe, expect, it } from 'vitest';
import { rings } from '../../src/data/rings.js';
import { spirals } from '../../src/data/spirals.js';
import { squares } from '../../src/data/squares.js';

const OPTIONS = { count: 60, classes: 3, noise: 0, seed: 4 };

interface Place {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

function placesOf({ x, y }: ReturnType<typeof rings>): Place[] {
  expect([x.shape, y.shape]).toEqual([[60, 2], [60]]);
  return Array.from(y.data, (label, at) => ({ x: x.data[2 * at] as number, y: x.data[2 * at + 1] as number, label }));
}

describe('without noise', () => {
  it('points of spirals turn by 10 for each unit that they are from the middle', () => {
    for (const { x, y, label } of placesOf(spirals(OPTIONS))) {
      const radius = Math.hypot(x, y);
      const angle = 10 * radius + (2 * Math.PI * label) / 3;
      expect(Math.cos(angle) * radius).toBeCloseTo(x, 5);
      expect(Math.sin(angle) * radius).toBeCloseTo(y, 5);
      expect(radius).toBeLessThan(0.96);
    }
  });

  it('points of rings are as far from the middle as their class says', () => {
    for (const { x, y, label } of placesOf(rings(OPTIONS))) {
      expect(Math.hypot(x, y)).toBeCloseTo([0.15, 0.45, 0.75][label] as number, 6);
    }
  });

  it('points of the board have the class of their square', () => {
    const places = placesOf(squares(OPTIONS));
    for (const { x, y, label } of places) {
      expect(label).toBe((Math.floor(2 * (x + 1)) + Math.floor(2 * (y + 1))) % 3);
    }
    expect(new Set(places.map(({ label }) => label)).size).toBe(3);
  });
});

describe.each(Object.entries({ spirals, rings, squares }))('%s', (_name, draw) => {
  it('are the same for the same seed only', () => {
    expect(draw(OPTIONS)).toEqual(draw(OPTIONS));
    expect(draw(OPTIONS).x.data).not.toEqual(draw({ ...OPTIONS, seed: 5 }).x.data);
  });

  it('are off by the noise', () => {
    const [plain, noisy] = [draw({ ...OPTIONS, noise: 0 }), draw({ ...OPTIONS, noise: 0.1 })];
    expect(noisy.y).toEqual(expect.objectContaining({ shape: [60] }));
    expect(noisy.x.data).not.toEqual(plain.x.data);
  });
});
