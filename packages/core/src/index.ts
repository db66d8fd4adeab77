export * from './backend.js';
export { type BroadcastPlan, forEachMatrix, forEachRun, planBroadcast, planStrides } from './broadcast.js';
export type { Callback, Training } from './callbacks/callback.js';
export {
  abs,
  binaryCrossEntropy,
  clip,
  elu,
  equal,
  huber,
  isNan,
  leakyRelu,
  less,
  logSoftmax,
  mean,
  min,
  minimum,
  negate,
  pow,
  relu,
  type SoftmaxOptions,
  sign,
  silu,
  softmax,
  softplus,
  square,
} from './composed.js';
export { type ConfigTable, fromConfig } from './config-table.js';
export * from './data.js';
export * from './dtype.js';
export * from './errors.js';
export {
  type Classification,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type PredictOptions,
  predict,
} from './evaluate.js';
export { breather } from './event-loop.js';
export { type ClassWeights, withClassWeights } from './example-weights.js';
export { sliceRows } from './feed.js';
export * from './fit.js';
export * from './from-config.js';
export * from './fused.js';
export {
  type CustomVjp,
  customVjp,
  type Differentiated,
  type GradOptions,
  grad,
  type Tree,
  type TreeOf,
  type ValueAndGrad,
  valueAndGrad,
} from './grad.js';
export { clipByNorm, clipByValue, type Gradients, type GradientTransform } from './gradient-transforms.js';
export { guardBackend } from './guard.js';
export * from './initializers.js';
export * from './json.js';
export { type KinkObserver, observeKinks } from './kinks.js';
export { Activation } from './layers/activation.js';
export { Chain } from './layers/chain.js';
export { Dense, type DenseOptions } from './layers/dense.js';
export { Dropout } from './layers/dropout.js';
export { ELU } from './layers/elu.js';
export { Flatten } from './layers/flatten.js';
export { GELU } from './layers/gelu.js';
export { LeakyReLU } from './layers/leaky-relu.js';
export { ReLU } from './layers/relu.js';
export { Residual } from './layers/residual.js';
export { Sigmoid } from './layers/sigmoid.js';
export { SiLU } from './layers/silu.js';
export { Softmax } from './layers/softmax.js';
export { Softplus } from './layers/softplus.js';
export { Tanh } from './layers/tanh.js';
export { BinaryCrossEntropy } from './losses/binary-cross-entropy.js';
export { Huber } from './losses/huber.js';
export { ElementwiseLoss, type Loss, type Targets } from './losses/loss.js';
export { MeanAbsoluteError } from './losses/mean-absolute-error.js';
export { MeanSquaredError } from './losses/mean-squared-error.js';
export { SoftmaxCrossEntropy, type SoftmaxCrossEntropyOptions } from './losses/softmax-cross-entropy.js';
export {
  accuracy,
  type ClassReport,
  type ConfusionMatrix,
  classReports,
  confusionMatrix,
} from './metrics/confusion-matrix.js';
export type { Metric, MetricSum } from './metrics/metric.js';
export {
  type Blueprint,
  Context,
  type Draw,
  type InputsOf,
  type Module,
  type Output,
  type OutputOf,
  type ParameterSpec,
  shapesOf,
} from './module.js';
export * from './movement.js';
export { type NestedNumbers, tensor } from './nested-arrays.js';
export {
  Network,
  type NetworkConfig,
  type NetworkOptions,
  type ParameterOptions,
  type Pass,
  type PassOptions,
  type SequentialConfig,
} from './network.js';
export { gelu, normalCdf } from './normal-cdf.js';
export {
  add,
  argmax,
  broadcastTo,
  divide,
  erf,
  exp,
  expm1,
  greater,
  log,
  log1p,
  max,
  maximum,
  multiply,
  type ReduceOptions,
  type SumOptions,
  sigmoid,
  sqrt,
  stopGradient,
  subtract,
  sum,
  sumTo,
  type TensorLike,
  tanh,
  where,
} from './ops.js';
export { loadOptimizerState, type OptimizerState, takeOptimizerState } from './optimizer-state.js';
export { Adadelta, type AdadeltaOptions } from './optimizers/adadelta.js';
export { Adagrad, type AdagradOptions } from './optimizers/adagrad.js';
export { Adam, type AdamOptions, AdamW } from './optimizers/adam.js';
export { Adamax, type AdamaxOptions } from './optimizers/adamax.js';
export { Lion, type LionOptions } from './optimizers/lion.js';
export { NAdam, type NAdamOptions } from './optimizers/nadam.js';
export {
  Optimizer,
  type OptimizerCounters,
  type OptimizerOptions,
  type ParameterStep,
} from './optimizers/optimizer.js';
export { RMSprop, type RMSpropOptions } from './optimizers/rmsprop.js';
export { SGD, type SGDOptions } from './optimizers/sgd.js';
export { checkOptionNames, nearestName } from './option-names.js';
export type { Parameter } from './parameter.js';
export type { ParameterGroup } from './parameter-groups.js';
export { type Penalty, WeightPenalty, type WeightPenaltyOptions } from './penalty.js';
export * from './products.js';
export * from './random.js';
export * from './random-streams.js';
export { resumeFrom, takeState } from './run-state.js';
export type { Schedule } from './schedules/schedule.js';
export { keep, scope } from './scope.js';
export { Sequential, type SequentialOptions } from './sequential.js';
export * from './shape.js';
export { fill, isTensor, type Layout, Tensor, upload } from './tensor.js';
export * from './train-events.js';
export type { TrainOptions } from './train-options.js';
export type * from './train-state.js';
export { train } from './trainer.js';
export type { Formula } from './update-rules.js';
