import { createBackend } from '../../src/index.js';
import { describeImageBits } from '../support/image-bits.js';

describeImageBits(() => Promise.all([1, 3].map((threads) => createBackend({ threads }))));
