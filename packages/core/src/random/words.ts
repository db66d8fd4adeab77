import type { LayerRandom } from './random-streams.js';
import { threefry } from './threefry.js';

/** Fills `words`, a multiple of four, with the first words of a row's stream: those of `random.row(row)`, but faster. */
export function fillWords({ key, step, firstRow }: LayerRandom, row: number, words: Uint32Array): void {
  const [low, high] = [step >>> 0, Math.floor(step / 4294967296)];
  for (let at = 0, block = 0; at < words.length; at += 4, block++) {
    threefry(block, firstRow + row, low, high, key.words, words, at);
  }
}
