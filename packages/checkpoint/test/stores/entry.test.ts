import { expect, test } from 'vitest';
import { entriesOf } from '../../src/stores/entry.js';

test('entries are in the order of their numbers, those of one number by name, without what is none', () => {
  const sorted = ['0002-epoch-1', '0009-epoch-2', '0009-epoch-2-best', '0009-epoch-3-step-4', '0010-epoch-1'];
  const others = ['notes.txt', '2-epoch-1', '00002-epoch-1', '0001-epoch-01', '0001-epoch-1-step-', 'x0001-epoch-1'];
  for (const names of [sorted, sorted.toReversed(), [...sorted.slice(2), ...sorted.slice(0, 2)]]) {
    expect(entriesOf([...others, ...names]).map(({ name }) => name)).toEqual(sorted);
  }
});
