import { type ConfigTable, fromConfig } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import type { Batch, Dataset, HostInputs, HostTargets } from '../data/dataset.js';
import { LOSSES } from '../losses/from-config.js';
import { networkFromConfig } from '../networks/from-config.js';
import type { Network } from '../networks/network.js';
import { OPTIMIZERS } from '../optimizers/from-config.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { loadOptimizerState, takeOptimizerState } from '../optimizers/optimizer-state.js';
import { scheduleFromConfig } from '../schedules/from-config.js';
import type { DenseArray } from '../tensors/host-array.js';
import { resumeFrom } from '../training/run-state.js';
import type { DoneEvent } from '../training/train-events.js';
import type { TrainOptions } from '../training/train-options.js';
import type { TrainState } from '../training/train-state.js';
import { train } from '../training/trainer.js';
import { isObject } from '../validation/describe.js';
import { batchDataset } from './batch-dataset.js';
import { recordOf } from './error-record.js';
import type { WorkerData } from './options.js';
import { type Ending, type Job, memoryOf, type Outcome, type SentCallback } from './protocol.js';
import type { ServeOptions } from './serve-options.js';
import { CALLBACKS, METRICS, PENALTIES, TRANSFORMS } from './tables.js';
import { callOf, type WorkerLink } from './worker-link.js';

/** Trains on a new backend; sends events when the other side has room. */
export async function runJob(job: Job, options: ServeOptions, link: WorkerLink): Promise<Ending> {
  const { dtype, parameters } = job;
  const backend = await options.createBackend(job.backend as never);
  let network: Network | undefined;
  let optimizer: Optimizer | undefined;
  try {
    network = networkFromConfig(backend, job.network, { dtype, parameters, layers: options.layers ?? {} });
    optimizer = optimizerOf(job, options, network);
    const dataset = await datasetOf(job.data, options);
    const settings = await trainOptionsOf(job, options, optimizer, link);
    const done = await runEvents(network, dataset, settings, job, link);
    const outcome = await outcomeOf(network, job.wantsOptimizer ? optimizer : undefined);
    return done === undefined ? { type: 'left', outcome } : { type: 'done', event: done, outcome };
  } catch (error) {
    // A backend that has failed cannot return weights.
    const outcome = await (network && outcomeOf(network).catch(() => undefined));
    if (link.hasLeft) return { type: 'left', outcome };
    return { type: 'failed', error: recordOf(error), call: callOf(error), outcome };
  } finally {
    optimizer?.dispose();
    network?.dispose();
    // Before the last message, after which the receiver may end the worker.
    await backend.dispose();
  }
}

/** Returns undefined if the consumer left the loop. */
async function runEvents(
  network: Network,
  dataset: Dataset<HostTargets>,
  settings: TrainOptions,
  { eventsAhead, weightsAt }: Job,
  link: WorkerLink,
): Promise<DoneEvent | undefined> {
  for await (const event of train(network, dataset, settings)) {
    if (event.type === 'done') return event;
    const outcome = event.type === weightsAt ? await outcomeOf(network) : undefined;
    link.post({ type: 'event', event, ...(outcome && { outcome }) }, memoryOf(outcome?.weights));
    await link.room(eventsAhead);
    if (link.hasLeft) break;
  }
  return undefined;
}

async function outcomeOf({ parameters }: Network, optimizer?: Optimizer): Promise<Outcome> {
  return { weights: await parameters.read(), optimizer: optimizer && (await takeOptimizerState(optimizer)) };
}

function optimizerOf({ optimizer: config, optimizerState }: Job, own: ServeOptions, network: Network): Optimizer {
  // A schedule may have set the learning rate to 0, which no optimizer accepts at first.
  const isAtRest = config['learningRate'] === 0;
  const table: ConfigTable<Optimizer> = { ...OPTIMIZERS, ...own.optimizers };
  const optimizer = fromConfig('optimizer', table, isAtRest ? { ...config, learningRate: 1 } : config);
  if (isAtRest) optimizer.learningRate = 0;
  if (optimizerState !== undefined) loadOptimizerState(optimizer, optimizerState, network.parameters);
  return optimizer;
}

type Made = Dataset<HostTargets> | Promise<Dataset<HostTargets>>;

async function datasetOf(data: WorkerData, { datasets = {} }: ServeOptions): Promise<Dataset<HostTargets>> {
  if ('x' in data && 'y' in data) return batchDataset(data as Batch<HostInputs, HostTargets>);
  return fromConfig('data', datasets as ConfigTable<Made>, data as TypedConfig);
}

async function trainOptionsOf(
  job: Job,
  own: ServeOptions,
  optimizer: Optimizer,
  link: WorkerLink,
): Promise<TrainOptions> {
  const { validation, penalty, schedule, resume } = job;
  const callbacks = { ...CALLBACKS, ...own.callbacks };
  if (job.isStopped) link.stop();
  return {
    ...job.options,
    loss: fromConfig('loss', { ...LOSSES, ...own.losses }, job.loss),
    optimizer,
    signal: link.signal,
    transforms: job.transforms.map((config) => fromConfig('transform', { ...TRANSFORMS, ...own.transforms }, config)),
    metrics: job.metrics.map((config) => fromConfig('metric', { ...METRICS, ...own.metrics }, config)),
    callbacks: job.callbacks.map((sent, at) => fromConfig('callback', callbacks, withFunctions(sent, at, link))),
    ...(penalty && { penalty: fromConfig('penalty', { ...PENALTIES, ...own.penalties }, penalty) }),
    ...(schedule && { schedule: scheduleFromConfig(schedule, own.schedules) }),
    ...(validation && { validation: await datasetOf(validation, own) }),
    ...(resume && { resume: resumeFrom(resume) }),
  };
}

/** Replaces functions by calls of the other side. */
function withFunctions({ config, functions }: SentCallback, at: number, link: WorkerLink): TypedConfig {
  const calls = functions.map((name) => [
    name,
    (...values: readonly unknown[]) => link.call(at, name, values, values.flatMap(memoryOfState)),
  ]);
  return { ...config, ...Object.fromEntries(calls) };
}

/** Copies a state, because callbacks may keep using their tensors. */
function memoryOfState(value: unknown): ArrayBuffer[] {
  if (!isObject(value) || !(value['parameters'] instanceof Map)) return [];
  const { parameters, optimizer } = value as unknown as TrainState & { parameters: Map<string, DenseArray> };
  return memoryOf(parameters, optimizer.slots);
}
