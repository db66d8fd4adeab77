import { describe, expect, it } from 'vitest';
import { editDistance, nearest, suggestion } from '../src/nearest.js';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['epochs', 'epochs', 0],
    ['epoch', 'epochs', 1],
    ['seed', 'deed', 1],
    ['flaw', 'lawn', 2],
  ])('from %j to %j is %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });
});

describe('nearest', () => {
  const known = ['seed', 'wasm', 'quick', 'float32', 'learningRate'];

  it.each([
    ['sed', 'seed'],
    ['qick', 'quick'],
    ['wams', 'wasm'],
    ['float23', 'float32'],
    ['LearningRate', 'learningRate'],
    ['learning-rate', 'learningRate'],
  ])('%j is %j', (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it('is silent about what is far from all', () => {
    expect(nearest('banana', known)).toBeUndefined();
    expect(suggestion('banana', known)).toBe('');
  });

  it('words a suggestion', () => {
    expect(suggestion('sed', known)).toBe(" Did you mean 'seed'?");
  });
});
