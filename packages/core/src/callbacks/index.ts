/** Callbacks, which take part in a training: early stopping, checkpoints, logs. */
export { loadOptimizerState, takeOptimizerState } from '../optimizers/optimizer-state.js';
export type { Callback, Training } from '../training/callback.js';
export { resumeFrom, takeState } from '../training/run-state.js';
export { CSVLogger, type CSVLoggerOptions } from './csv-logger.js';
export { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.js';
export { ExponentialMovingAverage, type ExponentialMovingAverageOptions } from './exponential-moving-average.js';
export { ModelCheckpoint, type ModelCheckpointOptions, type SavedAt } from './model-checkpoint.js';
export type { MonitorOptions } from './monitor.js';
export { Progress, type ProgressOutput } from './progress.js';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.js';
