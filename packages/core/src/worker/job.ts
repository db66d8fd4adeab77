/** Turns the caller's arguments into the job sent to the worker. */

import type { TypedConfig } from '../config/json.js';
import { checkLoss } from '../losses/check-loss.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Output } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import { checkOptimizer } from '../optimizers/check-optimizer.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { takeOptimizerState } from '../optimizers/optimizer-state.js';
import { checkOptions, checkWhole } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';
import type { CallbackConfig, WorkerData, WorkerTrainOptions } from './options.js';
import type { Job, SentCallback } from './protocol.js';

export const WHO = 'trainInWorker';
export const EXAMPLE = '{ loss, optimizer, epochs: 10 }';

const OPTIONS: readonly (keyof WorkerTrainOptions)[] = [
  ...(['epochs', 'batchSize', 'shuffle', 'seed', 'stepsAhead', 'parts', 'validationSplit', 'validateEvery'] as const),
  ...(['loss', 'optimizer', 'signal', 'penalty', 'schedule', 'transforms', 'validation', 'metrics'] as const),
  ...(['callbacks', 'resume', 'backend', 'transfer', 'eventsAhead', 'weightsAt'] as const),
];

/** Checks what it can and reads the weights. The worker checks the rest. */
export async function jobOf(
  model: Network,
  data: WorkerData,
  options: WorkerTrainOptions<Output>,
  lock: string | undefined,
): Promise<Job> {
  checkOptions(WHO, options, OPTIONS, EXAMPLE);
  const { loss, optimizer, penalty, schedule, transforms = [], metrics = [], callbacks = [], ...more } = options;
  const { validation, resume, backend, signal, transfer: _, eventsAhead = 64, weightsAt = 'done', ...plain } = more;
  if (!isConfig(loss)) checkLoss(WHO, loss as Loss<Output, Targets>);
  if (!isConfig(optimizer)) checkOptimizer(WHO, optimizer as Optimizer);
  const own = isConfig(optimizer) ? undefined : (optimizer as Optimizer);
  if (weightsAt !== 'done' && weightsAt !== 'epoch-end') {
    throw unexpected(`${WHO} weightsAt`, "'done' or 'epoch-end'", weightsAt);
  }
  if (resume !== undefined && !isObject(resume)) {
    throw unexpected(`${WHO} resume`, 'the state itself, without resumeFrom', resume);
  }
  return {
    type: 'job',
    network: model.config,
    dtype: model.dtype,
    data: checkData('data', data),
    validation: validation && checkData('validation', validation),
    options: plain,
    loss: configOf('loss', loss, 'MeanSquaredError'),
    optimizer: configOf('optimizer', optimizer, 'Adam'),
    penalty: penalty && configOf('penalty', penalty, 'WeightPenalty'),
    schedule: schedule && configOf('schedule', schedule, 'CosineDecay'),
    transforms: transforms.map((transform) => configOf('transforms', transform, 'clipByNorm')),
    metrics: metrics.map((metric) => configOf('metrics', metric, 'F1')),
    callbacks: callbacks.map(withoutFunctions),
    resume,
    backend,
    eventsAhead: checkWhole(`${WHO} eventsAhead`, eventsAhead, 0, Number.MAX_SAFE_INTEGER, '[0, 2^53)'),
    weightsAt,
    wantsOptimizer: own !== undefined,
    isStopped: signal?.aborted === true,
    lock,
    parameters: await model.parameters.read(),
    optimizerState: own === undefined || own.steps === 0 ? undefined : await takeOptimizerState(own),
  };
}

const isConfig = (value: unknown): value is TypedConfig => isObject(value) && typeof value['type'] === 'string';

function configOf(option: string, value: unknown, example: string): TypedConfig {
  const own = isObject(value) ? value['config'] : undefined;
  if (isConfig(own)) return own;
  if (isConfig(value)) return value;
  throw unexpected(`${WHO} ${option}`, `a config, such as { type: '${example}' }`, value);
}

function checkData(option: string, data: WorkerData): WorkerData {
  if (isConfig(data) || (isObject(data) && 'x' in data && 'y' in data)) return data;
  const expected = "all examples, { x, y }, or the config of a data set that the worker makes, { type: 'digits' }";
  throw unexpected(`${WHO} ${option}`, `${expected}; what has a batch function cannot be sent`, data);
}

function withoutFunctions(callback: CallbackConfig): SentCallback {
  const isFunction = ([, value]: [string, unknown]): boolean => typeof value === 'function';
  const entries = Object.entries(configOf('callbacks', callback, 'EarlyStopping'));
  return {
    config: Object.fromEntries(entries.filter((entry) => !isFunction(entry))) as object as TypedConfig,
    functions: entries.filter(isFunction).map(([name]) => name),
  };
}
