import { expect, it } from 'vitest';
import { suggestion } from '../src/suggestion.js';

it('names the nearest known name, or nothing where none is near', () => {
  expect(suggestion('sed', ['quick', 'seed'])).toBe(" Did you mean 'seed'?");
  expect(suggestion('banana', ['quick', 'seed'])).toBe('');
});
