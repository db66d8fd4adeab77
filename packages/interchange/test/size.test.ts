/** What a page loads of all; size.slow.test.ts has the parts. */
import { it } from 'vitest';
import { expectSize } from './support/size.js';

it('* is at most 118,000 bytes', () => expectSize('*', 118_000));
