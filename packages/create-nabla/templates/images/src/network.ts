/** The network: three convolutions, which find edges, corners and shapes, and one output for each class. */
import { type Backend, Conv2d, Dense, Dropout, Flatten, MaxPool2d, ReLU, Sequential } from '@nablajs/core';

export function createNetwork(backend: Backend, inputShape: readonly number[], classes: number): Sequential {
  const convolutions = [8, 16, 32].flatMap((filters) => [
    new Conv2d(filters, 3, { padding: 'same' }),
    new ReLU(),
    new MaxPool2d(2),
  ]);
  const layers = [...convolutions, new Flatten(), new Dropout(0.3), new Dense(classes)];
  return new Sequential(backend, { inputShape, layers, seed: 1 });
}
