import { expect, it } from 'vitest';
import { suggestion } from '../src/suggestion.js';

it('suggests the most similar name, or nothing if none is similar', () => {
  expect(suggestion('sed', ['quick', 'seed'])).toBe(" Did you mean 'seed'?");
  expect(suggestion('banana', ['quick', 'seed'])).toBe('');
});
