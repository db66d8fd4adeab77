/**
 * Returns a function that returns uniform numbers in [0, 1): xorshift32 with seed 1, as the recorded runs drew them.
 */
export function uniformStream(): () => number {
  let state = 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
