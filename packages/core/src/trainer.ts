/** Training as a stream of events. It prints nothing: whoever consumes the events does. */
import { checkOptions, checkPositiveInteger, checkSeed } from './arguments.js';
import type { Dataset, HostTargets } from './data.js';
import { NablaError } from './errors.js';
import { type Evaluation, evaluate } from './evaluate.js';
import { breather } from './event-loop.js';
import { checkDataset, checkLoss, checkModel, checkOptimizer } from './expected.js';
import { Feed, range } from './feed.js';
import { finiteCheck } from './fused.js';
import type { Module, Output, OutputOf } from './module.js';
import type { Network, Pass } from './network.js';
import { add, multiply } from './ops.js';
import type { Parameter } from './parameter.js';
import { epochOrder } from './random-streams.js';
import { keep, scope } from './scope.js';
import { fill, type Tensor } from './tensor.js';
import type { TrainEvent, TrainOptions } from './train-events.js';

/** What reaches the host of one step. */
interface StepReport {
  readonly epoch: number;
  readonly step: number;
  readonly rows: number;
  /** [] the batch's loss, on the backend until it is read. */
  readonly loss: Tensor;
  /** [] 0 where every gradient is finite, else NaN. */
  readonly health: Tensor;
}

/** Few enough for the plainest backend to give the event loop its turn between two chunks of the networks it is for. */
const CHUNK_ROWS = 512;

/** Of `train` and of `fit`, which hands its own on. */
const OPTIONS: readonly (keyof TrainOptions | 'onEvent')[] = [
  ...(['loss', 'optimizer', 'epochs', 'batchSize', 'shuffle', 'seed', 'signal', 'logEvery', 'chunkRows'] as const),
  ...(['validation', 'onEvent'] as const),
];

const seconds = (since: number): number => (performance.now() - since) / 1000;

/**
 * Trains `model` in place and yields what happens. The last event is `done`. A network of several outputs needs a loss
 * of several; `Batch.y` may be an array then too.
 *
 * A loss, gradient or weight that is not finite throws a NablaError of code `non-finite` that names epoch and step. The
 * weights are then the last good ones: those before that step (with `logEvery` above 1, before the steps last read), or, where
 * an update overflowed, those at the start of the epoch. The optimizer's state is not put back: go on with a new one.
 *
 * One training of a network at a time: a second one throws a NablaError of code `argument` until the first has ended,
 * or its generator's `return` was called, as leaving a `for await` loop does.
 *
 * Leaving the generator early leaves the weights as they are, steps that the host has not read included.
 */
export async function* train<M extends Module>(
  model: Network<M>,
  dataset: Dataset<HostTargets>,
  options: TrainOptions<OutputOf<M>>,
): AsyncGenerator<TrainEvent, void, undefined> {
  const run = new TrainingRun(model, dataset, options);
  if (inTraining.has(model)) {
    throw new NablaError(
      'argument',
      'train: this network is in another training that has not ended. Await that one first.',
    );
  }
  inTraining.add(model);
  try {
    yield* run.events();
  } finally {
    inTraining.delete(model);
    run.dispose();
  }
}

/** Networks whose weights a training is changing. */
const inTraining = new WeakSet<Network>();

class TrainingRun {
  readonly #model: Network;
  readonly #dataset: Dataset<HostTargets>;
  readonly #options: TrainOptions<Output>;
  readonly #batchSize: number;
  readonly #chunkRows: number;
  readonly #logEvery: number;
  readonly #seed: number;
  readonly #feed: Feed;
  readonly #breathe: () => Promise<void> = breather();
  /** Steps whose loss the host has not read. */
  #unread: StepReport[] = [];
  /** The weights before the steps that the host has not read; none where it reads every one. */
  #unreadSnapshot: Tensor[] = [];
  /** The weights at the start of the epoch, all finite. */
  #epochSnapshot: Tensor[] = [];
  /** Sum over the epoch's examples read so far. */
  #lossSum = 0;
  #steps = 0;

  constructor(model: Network, dataset: Dataset<HostTargets>, options: TrainOptions<Output>) {
    checkArguments(model, dataset, options);
    const { epochs, batchSize = 32, logEvery = 1 } = options;
    const chunkRows = options.chunkRows ?? model.backend.chunkRows ?? CHUNK_ROWS;
    checkPositiveInteger('train epochs', epochs);
    if (dataset.length === 0) throw new NablaError('data', 'train: the data set is empty.');
    this.#model = model;
    this.#dataset = dataset;
    this.#options = options;
    this.#batchSize =
      batchSize === 'full'
        ? dataset.length
        : Math.min(checkPositiveInteger('train batchSize', batchSize), dataset.length);
    this.#chunkRows = checkPositiveInteger('train chunkRows', chunkRows);
    this.#logEvery = checkPositiveInteger('train logEvery', logEvery);
    this.#seed = checkSeed('train seed', options.seed ?? 0);
    this.#feed = new Feed(model, dataset, this.#fullBatch);
  }

  get #fullBatch(): boolean {
    return this.#batchSize === this.#dataset.length;
  }

  async *events(): AsyncGenerator<TrainEvent, void, undefined> {
    const { epochs, signal } = this.#options;
    const start = performance.now();
    let completed = 0;
    let loss: number | undefined;
    for (let epoch = 1; epoch <= epochs && signal?.aborted !== true; epoch++) {
      const epochStart = performance.now();
      yield { type: 'epoch-start', epoch, epochs, steps: this.#stepsPerEpoch };
      const finished = yield* this.#epoch(epoch);
      if (!finished) break;
      completed = epoch;
      loss = this.#lossSum / this.#dataset.length;
      const spent = seconds(epochStart);
      yield { type: 'epoch-end', epoch, epochs, loss, seconds: spent, validation: await this.#validate() };
    }
    const aborted = completed < epochs;
    yield { type: 'done', epochs: completed, steps: this.#steps, loss, seconds: seconds(start), aborted };
  }

  dispose(): void {
    this.#feed.dispose();
    for (const report of this.#unread) disposeReport(report);
    disposeAll(this.#unreadSnapshot);
    disposeAll(this.#epochSnapshot);
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.#dataset.length / this.#batchSize);
  }

  /** True unless the signal stopped it before the last step. The weights after it are finite. */
  async *#epoch(epoch: number): AsyncGenerator<TrainEvent, boolean, undefined> {
    const { length } = this.#dataset;
    const shuffled = (this.#options.shuffle ?? true) && !this.#fullBatch;
    const order = shuffled ? epochOrder(this.#seed, epoch, length) : range(0, length);
    const steps = this.#stepsPerEpoch;
    this.#lossSum = 0;
    this.#epochSnapshot = this.#copyWeights();
    for (let step = 1; step <= steps; step++) {
      const indices = order.subarray((step - 1) * this.#batchSize, Math.min(step * this.#batchSize, length));
      const loss = await this.#step(epoch, step, indices);
      yield { type: 'batch', epoch, step, steps, rows: indices.length, loss };
      if (this.#options.signal?.aborted === true && step < steps) {
        await this.#endEpoch(epoch, step);
        return false;
      }
    }
    await this.#endEpoch(epoch, steps);
    return true;
  }

  /** Finite losses and gradients can still overflow a weight; such weights must not be taken for a result. */
  async #endEpoch(epoch: number, step: number): Promise<void> {
    await this.#read();
    if (!(await this.#weightsAreFinite())) await this.#fail('a weight became NaN or infinite', { epoch, step });
    disposeAll(this.#epochSnapshot.splice(0));
  }

  /** One update from the examples at `indices`; the batch's loss, if the host read it. */
  async #step(epoch: number, step: number, indices: Int32Array): Promise<number | undefined> {
    if (this.#logEvery > 1 && this.#unreadSnapshot.length === 0) this.#unreadSnapshot = this.#copyWeights();
    const { loss, gradients, updates } = await this.#gradients(indices, (epoch - 1) * this.#stepsPerEpoch + step);
    try {
      this.#unread.push({ epoch, step, rows: indices.length, loss, health: this.#healthOf(gradients.values()) });
      const read = this.#unread.length >= this.#logEvery ? await this.#read() : undefined;
      this.#options.optimizer.step(this.#trained(gradients), gradients);
      this.#adopt(updates);
      this.#steps += 1;
      return read;
    } finally {
      disposeAll([...gradients.values(), ...updates.values()]);
    }
  }

  /** What is frozen while a step is under way is left out of it. */
  #trained(gradients: Pass['gradients']): Parameter[] {
    return this.#model.parameters.filter(({ name }) => gradients.has(name));
  }

  /** Puts what modules have changed in its place. */
  #adopt(updates: Pass['updates']): void {
    for (const { name, value } of this.#model.parameters) {
      const update = updates.get(name);
      if (update !== undefined) value.adopt(update);
    }
  }

  /** Gradients and loss of a batch, summed over its parts in order. `step` counts from the run's first epoch. */
  async #gradients(indices: Int32Array, step: number): Promise<Pass> {
    const { loss } = this.#options;
    let total: Pass | undefined;
    try {
      for (let start = 0; start < indices.length; start += this.#chunkRows) {
        const part = await this.#feed.load(indices.subarray(start, start + this.#chunkRows));
        try {
          const { updates } = total ?? {};
          const place = { seed: this.#seed, step, firstRow: start, rows: indices.length, ...(updates && { updates }) };
          total = this.#accumulate(total, this.#model.pass(part.inputs, part.targets, loss, place));
        } finally {
          this.#feed.release(part);
        }
        await this.#breathe();
      }
    } catch (error) {
      if (total !== undefined) disposePass(total);
      throw error;
    }
    return total as Pass;
  }

  /** The updates are those of the last part, which saw the ones before. */
  #accumulate(total: Pass | undefined, part: Pass): Pass {
    if (total === undefined) return part;
    try {
      const { loss, gradients } = scope(() => ({
        loss: add(total.loss, part.loss),
        gradients: new Map(
          [...total.gradients].flatMap(([name, gradient]) => {
            const more = part.gradients.get(name);
            return more === undefined ? [] : [[name, add(gradient, more)] as const];
          }),
        ),
      }));
      disposePass({ ...part, updates: new Map() });
      return { ...part, loss, gradients };
    } catch (error) {
      disposePass(part);
      throw error;
    } finally {
      disposePass(total);
    }
  }

  /** Reads what the host has not; throws for a loss or a gradient that is not finite. */
  async #read(): Promise<number | undefined> {
    let last: number | undefined;
    for (let report = this.#unread.shift(); report !== undefined; report = this.#unread.shift()) {
      try {
        last = await report.loss.item();
        if (!Number.isFinite(last)) await this.#fail(`the loss became ${last}`, report);
        if ((await report.health.item()) !== 0) await this.#fail('a gradient became NaN or infinite', report);
      } finally {
        disposeReport(report);
      }
      this.#lossSum += last * report.rows;
    }
    disposeAll(this.#unreadSnapshot.splice(0));
    return last;
  }

  async #fail(what: string, { epoch, step }: Pick<StepReport, 'epoch' | 'step'>): Promise<never> {
    this.#restore(this.#unreadSnapshot);
    if (!(await this.#weightsAreFinite())) this.#restore(this.#epochSnapshot);
    throw new NablaError(
      'non-finite',
      `training: ${what} at epoch ${epoch}, step ${step}. Lower the learning rate, or look for NaN in the data.`,
    );
  }

  /** [] 0 where every element is finite, else NaN. */
  #healthOf(tensors: Iterable<Tensor>): Tensor {
    const { backend, dtype } = this.#model;
    const [first, ...more] = tensors;
    return first === undefined ? fill(backend, [], 0, dtype) : finiteCheck(first, ...more);
  }

  #copyWeights(): Tensor[] {
    return this.#model.parameters.map(({ value }) => keep(multiply(value, 1)));
  }

  /** Moves the copies into the weights; they are gone after. */
  #restore(snapshot: Tensor[]): void {
    for (const [at, copy] of snapshot.splice(0).entries()) this.#model.parameters[at]?.value.adopt(copy);
  }

  async #weightsAreFinite(): Promise<boolean> {
    const health = this.#healthOf(this.#model.parameters.map(({ value }) => value));
    try {
      return (await health.item()) === 0;
    } finally {
      health.dispose();
    }
  }

  async #validate(): Promise<Evaluation | undefined> {
    const { validation, loss } = this.#options;
    return validation === undefined ? undefined : evaluate(this.#model, validation, { loss });
  }
}

function checkArguments(model: Network, dataset: Dataset<HostTargets>, options: TrainOptions<Output>): void {
  checkModel('train', model);
  checkDataset('train', dataset);
  checkOptions('train', options, OPTIONS, '{ loss, optimizer, epochs: 10 }');
  checkLoss('train', options.loss);
  checkOptimizer('train', options.optimizer);
  if (options.validation !== undefined) checkDataset('train validation', options.validation);
}

function disposeAll(tensors: Iterable<Tensor>): void {
  for (const tensor of tensors) tensor.dispose();
}

function disposePass({ loss, gradients, updates }: Pass): void {
  loss.dispose();
  disposeAll([...gradients.values(), ...updates.values()]);
}

function disposeReport({ loss, health }: StepReport): void {
  loss.dispose();
  health.dispose();
}
