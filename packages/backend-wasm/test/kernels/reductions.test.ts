/** max, argmax, maximum and sums of columns give the bits of plain loops, on one thread and on several. */
import { createBackend } from '../../src/index.js';
import { describeReductions } from '../support/reduction-bits.js';

describeReductions(() => Promise.all([1, 2].map((threads) => createBackend({ threads }))));
