/** The probabilities of classes, from the outputs for one example. Only for pictures: its last bit may differ. */
export function softmax(outputs: Float32Array): Float32Array {
  const largest = outputs.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = outputs.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
