import {
  Adam,
  type Backend,
  customVjp,
  type Dataset,
  Dense,
  type FloatDType,
  Lambda,
  type Loss,
  type LossSum,
  type Module,
  multiply,
  type Network,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  sum,
  type Tensor,
  type TrainEvent,
  type TrainOptions,
  type TypedConfig,
  train,
} from '../../src/index.js';

/** A 4-5-3 classifier for `separableDataset`. */
export function classifier(
  backend: Backend,
  dtype: FloatDType = 'float64',
  layers: readonly Module[] = [],
): Sequential {
  return new Sequential(backend, {
    inputShape: [4],
    dtype,
    layers: [new Dense(5), new ReLU(), ...layers, new Dense(3)],
    seed: 2,
  });
}

/** Fresh options: plain SGD on softmax cross-entropy, two epochs. */
export const sgdOptions = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new SGD({ learningRate: 0.1 }),
  epochs: 2,
  ...changes,
});

export const adamOptions = (changes: Partial<TrainOptions> = {}): TrainOptions =>
  sgdOptions({ optimizer: new Adam({ learningRate: 0.05 }), ...changes });

/** The sum of an example's outputs, whose targets are classes of its tokens. */
export class TokenSums implements Loss {
  readonly config: TypedConfig = { type: 'TokenSums' };
  readonly classification = true;

  compute(outputs: Tensor): LossSum {
    return { sum: sum(outputs), weight: outputs.shape[0] as number };
  }
}

/** Every event of a run. */
export async function eventsOf(model: Network, dataset: Dataset, options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(model, dataset, options)) events.push(event);
  return events;
}

/** The identity, whose gradient turns NaN from backward pass number `from` on: the loss stays finite. */
export class PoisonedGradient extends Lambda {
  constructor(from: number) {
    let passes = 0;
    super({ type: 'PoisonedGradient' }, (x) => {
      const forward = () => ({ output: multiply(x, 1), saved: [] });
      return customVjp('poisoned', [x], forward, (dY) => {
        passes += 1;
        return [multiply(dY, passes >= from ? Number.NaN : 1)];
      });
    });
  }
}
