import { observeKinks, scope, type Tensor } from '@nablajs/core';
import type { Probe } from './subject.js';

/** Returns the number that `body` computes and the results of its comparisons. */
export async function probed(body: () => Tensor): Promise<Probe> {
  const seen: Tensor[] = [];
  try {
    using value = scope(() => observeKinks((sides) => seen.push(sides), body));
    const sides: number[] = [];
    for (const tensor of seen) for (const side of await tensor.data()) sides.push(side);
    return { loss: await value.item(), sides: Int32Array.from(sides) };
  } finally {
    for (const tensor of seen) tensor.dispose();
  }
}
