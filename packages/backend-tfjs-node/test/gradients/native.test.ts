import { LAYERS, LOSSES } from '@nablajs/core';
import { expect, test } from 'vitest';
import { REFERENCE_LAYERS } from '../../src/gradients/layers.js';
import { REFERENCE_LOSSES } from '../../src/gradients/losses.js';
import { engines } from '../engines.js';
import { describeGradients } from './gradient-suite.js';

test('supports every layer and loss of core', () => {
  expect(Object.keys(REFERENCE_LAYERS).sort()).toEqual(Object.keys(LAYERS).sort());
  expect(Object.keys(REFERENCE_LOSSES).sort()).toEqual(Object.keys(LOSSES).sort());
});

if (engines.includes('native')) describeGradients('native');
