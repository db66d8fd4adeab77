import type { Backend } from '../backend.js';
import type { ConfigTable } from '../config/config-table.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Penalty } from '../losses/penalty.js';
import type { Metric } from '../metrics/metric.js';
import type { Module, Output } from '../modules/module.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { Callback } from '../training/callback.js';
import type { GradientTransform } from '../training/gradient-transforms.js';
import type { DatasetConfig } from './options.js';

/** Options of `serveTraining`. Its tables only need your custom classes, not core's. */
export interface ServeOptions {
  /**
   * Creates the backend of a training, which is disposed at its end: a backend's `createBackend`. It gets the option
   * `backend` of `trainInWorker`, if given.
   */
  readonly createBackend: (options?: never) => Promise<Backend>;
  /** Functions that create data sets here, by the `type` of their config. Default: none. */
  readonly datasets?: Readonly<
    Record<string, (config: DatasetConfig) => Dataset<HostTargets> | Promise<Dataset<HostTargets>>>
  >;
  /** Custom layers and other modules, by the `type` of their config. Default: none. */
  readonly layers?: ConfigTable<Module>;
  /** Custom losses, by the `type` of their config. Default: none. */
  readonly losses?: ConfigTable<Loss<Output, Targets>>;
  /** Custom optimizers, by the `type` of their config. Default: none. */
  readonly optimizers?: ConfigTable<Optimizer>;
  /** Custom penalties, by the `type` of their config. Default: none. */
  readonly penalties?: ConfigTable<Penalty>;
  /** Custom schedules, by the `type` of their config. Default: none. */
  readonly schedules?: ConfigTable<Schedule>;
  /** Custom gradient transforms, by the `type` of their config. Default: none. */
  readonly transforms?: ConfigTable<GradientTransform>;
  /** Custom metrics, by the `type` of their config. Default: none. */
  readonly metrics?: ConfigTable<Metric>;
  /** Custom callbacks, by the `type` of their config. Default: none. */
  readonly callbacks?: ConfigTable<Callback>;
}
