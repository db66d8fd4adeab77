import { it } from 'vitest';
import { expectSize } from './support/size.js';

it.each([
  ['{ importOnnx }', 45_000],
  ['{ exportOnnx }', 16_000],
  ['{ importedNetwork, readKeras, writeKeras }', 33_500],
  ['{ importedNetwork, readTfjs, writeTfjs }', 20_000],
  ['{ exportTorch, loadStateDict, readSafetensors, readTorch, stateDict }', 24_000],
  ['{ readNpy, readNpz, writeNpy, writeNpz }', 10_500],
])('%s is at most %i bytes', expectSize);
