/** MNIST's training images, read once for all tests. */
import { type Digits, loadDigits } from '../src/workloads/digits.js';

let digits: Promise<Digits> | undefined;

export function sharedDigits(): Promise<Digits> {
  digits ??= loadDigits();
  return digits;
}
