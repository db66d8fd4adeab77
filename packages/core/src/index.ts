export { type GradOptions, grad, type Tree, type TreeOf, type ValueAndGrad, valueAndGrad } from './autodiff/grad.js';
export * from './backend.js';
export { type ConfigTable, fromConfig } from './config/config-table.js';
export * from './config/json.js';
export * from './data/dataset.js';
export { breather } from './data/event-loop.js';
export { type ClassWeights, type ClassWeightsOptions, withClassWeights } from './data/example-weights.js';
export { type Classification, type EvaluateOptions, type Evaluation, evaluate } from './evaluation/evaluate.js';
export { sliceRows } from './evaluation/feed.js';
export { type PredictOptions, Predictor, type Probabilities, predict } from './evaluation/predictor.js';
export { AdaptiveAveragePool2d } from './layers/adaptive-average-pool2d.js';
export { AveragePool1d, AveragePool2d } from './layers/average-pool.js';
export { BatchNorm, type BatchNormOptions } from './layers/batch-norm.js';
export { Chain } from './layers/chain.js';
export { ConvTranspose2d, type ConvTranspose2dOptions } from './layers/conv-transpose2d.js';
export { Conv1d, type Conv1dOptions } from './layers/conv1d.js';
export { Conv2d, type Conv2dOptions } from './layers/conv2d.js';
export type { ConvolutionOptions } from './layers/convolution.js';
export { Dense, type DenseOptions } from './layers/dense.js';
export { Dropout, Dropout2d } from './layers/dropout.js';
export { ELU } from './layers/elu.js';
export { Flatten } from './layers/flatten.js';
export { LAYERS } from './layers/from-config.js';
export { GELU } from './layers/gelu.js';
export { GlobalAveragePool, GlobalMaxPool } from './layers/global-pool.js';
export { Graph, type GraphNode, type GraphOptions } from './layers/graph.js';
export { GroupNorm } from './layers/group-norm.js';
export { HardSwish } from './layers/hard-swish.js';
export { Lambda } from './layers/lambda.js';
export { LayerNorm } from './layers/layer-norm.js';
export { LeakyReLU } from './layers/leaky-relu.js';
export { MaxPool1d, MaxPool2d } from './layers/max-pool.js';
export { Add, Concat, Multiply } from './layers/merge.js';
export { named, takingNames } from './layers/named.js';
export type { LayerNormOptions, NormOptions } from './layers/norm.js';
export { Permute } from './layers/permute.js';
export type { PoolingOptions } from './layers/pooling.js';
export { PReLU } from './layers/prelu.js';
export { ReLU } from './layers/relu.js';
export { Reshape } from './layers/reshape.js';
export { Residual, type ResidualOptions } from './layers/residual.js';
export { RMSNorm } from './layers/rms-norm.js';
export { SELU } from './layers/selu.js';
export { SeparableConv2d, type SeparableConv2dOptions } from './layers/separable-conv2d.js';
export { Sigmoid } from './layers/sigmoid.js';
export { SiLU } from './layers/silu.js';
export { Softmax } from './layers/softmax.js';
export { Softplus } from './layers/softplus.js';
export { Tanh } from './layers/tanh.js';
export { UpSample } from './layers/up-sample.js';
export { ZeroPadding } from './layers/zero-padding.js';
export { BinaryCrossEntropy, type BinaryCrossEntropyOptions } from './losses/binary-cross-entropy.js';
export { LOSSES } from './losses/from-config.js';
export { Huber } from './losses/huber.js';
export { addMeans, ElementwiseLoss, type Logs, type Loss, type LossSum, lossSum, type Targets } from './losses/loss.js';
export { MeanAbsoluteError } from './losses/mean-absolute-error.js';
export { MeanSquaredError } from './losses/mean-squared-error.js';
export { meanLoss, withLogs } from './losses/objective.js';
export { type Penalty, WeightPenalty, type WeightPenaltyOptions } from './losses/penalty.js';
export { SoftmaxCrossEntropy, type SoftmaxCrossEntropyOptions } from './losses/softmax-cross-entropy.js';
export type { ClassReport, ConfusionMatrix } from './metrics/confusion-matrix.js';
export type { Metric, MetricSum } from './metrics/metric.js';
export * from './modules/initializers.js';
export {
  type Adapter,
  type Blueprint,
  Context,
  type ContextOptions,
  type Draw,
  type InputsOf,
  type LinearMap,
  type Module,
  type ModuleState,
  type Output,
  type OutputOf,
  type ParameterSpec,
  shapesOf,
} from './modules/module.js';
export { buildShapes, type OpenShape } from './modules/open-shapes.js';
export type { Parameter } from './modules/parameter.js';
export * from './networks/from-config.js';
export * from './networks/network.js';
export { type LoadOptions, type LoadReport, Parameters, type ShareOptions } from './networks/parameters.js';
export { Sequential, type SequentialOptions } from './networks/sequential.js';
export { State } from './networks/state.js';
export * from './ops/activations.js';
export { type CumsumOptions, cumsum, type Largest, topK } from './ops/along-axis.js';
export {
  abs,
  binaryCrossEntropy,
  clip,
  equal,
  huber,
  isNan,
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
  softmax,
  square,
} from './ops/composed.js';
export { type ConvOptions, type ConvTransposeOptions, conv2d, convTranspose2d } from './ops/fused/convolution.js';
export * from './ops/fused/cross-entropy.js';
export { type CustomVjp, customVjp, type Differentiated } from './ops/fused/custom-vjp.js';
export * from './ops/fused/dense.js';
export { dropoutMask } from './ops/fused/dropout-mask.js';
export * from './ops/fused/gate.js';
export { type BatchNormalized, batchNorm } from './ops/fused/normalization.js';
export * from './ops/fused/optimizer-steps.js';
export { averagePool2d, maxPool2d, type PoolOptions } from './ops/fused/pooling.js';
export type { Padding, Pair, WindowOptions } from './ops/fused/windows.js';
export * from './ops/indexing.js';
export { groupNorm, layerNorm, rmsNorm } from './ops/layer-normalization.js';
export { type ConcatOptions, cast, concat, pad, permute, stack, transpose } from './ops/movement.js';
export { normalCdf } from './ops/normal-cdf.js';
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
} from './ops/ops.js';
export * from './ops/products.js';
export { Adadelta, type AdadeltaOptions } from './optimizers/adadelta.js';
export { Adagrad, type AdagradOptions } from './optimizers/adagrad.js';
export { Adam, type AdamOptions, AdamW } from './optimizers/adam.js';
export { Adamax, type AdamaxOptions } from './optimizers/adamax.js';
export { OPTIMIZER_NAMES, type OptimizerName } from './optimizers/check-optimizer.js';
export { OPTIMIZERS } from './optimizers/from-config.js';
export { Lion, type LionOptions } from './optimizers/lion.js';
export { NAdam, type NAdamOptions } from './optimizers/nadam.js';
export * from './optimizers/optimizer.js';
export type { OptimizerState } from './optimizers/optimizer-state.js';
export type { ParameterGroup } from './optimizers/parameter-groups.js';
export { RMSprop, type RMSpropOptions } from './optimizers/rmsprop.js';
export { SGD, type SGDOptions } from './optimizers/sgd.js';
export type { Formula } from './optimizers/update-rules.js';
export * from './random/random.js';
export * from './random/random-streams.js';
export type { Schedule } from './schedules/schedule.js';
export * from './tensors/dtype.js';
export { type DenseArray, dense, type HostArray, listOf } from './tensors/host-array.js';
export { type KinkObserver, observeKinks } from './tensors/kinks.js';
export { array, type NestedNumbers, tensor } from './tensors/nested-arrays.js';
export { keep, scope } from './tensors/scope.js';
export * from './tensors/shape.js';
export { isTracked } from './tensors/tape.js';
export { fill, isTensor, type Layout, Tensor, upload } from './tensors/tensor.js';
export { type BatchesOptions, batches } from './training/batches.js';
export type { Callback, Training } from './training/callback.js';
export * from './training/fit.js';
export { clipByNorm, clipByValue, type Gradients, type GradientTransform } from './training/gradient-transforms.js';
export type { Step, StepBatch, StepTools } from './training/step.js';
export * from './training/train-events.js';
export type { Distribution, TrainOptions } from './training/train-options.js';
export type * from './training/train-state.js';
export { train } from './training/trainer.js';
export { unexpected } from './validation/describe.js';
export * from './validation/errors.js';
export { checkOptionNames, nearestName } from './validation/option-names.js';
