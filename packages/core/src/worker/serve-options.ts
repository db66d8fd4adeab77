/** What a worker is made of. */
import type { Backend } from '../backend.js';
import type { Callback } from '../callbacks/callback.js';
import type { ConfigTable } from '../config/config-table.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import type { Loss, Targets } from '../losses/loss.js';
import type { Metric } from '../metrics/metric.js';
import type { Module, Output } from '../networks/module.js';
import type { GradientTransform } from '../optimization/gradient-transforms.js';
import type { Penalty } from '../optimization/penalty.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { DatasetConfig } from './options.js';

/** Options of `serveTraining`. Of the tables, core's own classes need no entry. */
export interface ServeOptions {
  /**
   * Makes the backend of a training, which is disposed of at its end. It gets the option `backend` of `trainInWorker`,
   * or nothing; a backend's own `createBackend` will do.
   */
  readonly createBackend: (options?: never) => Promise<Backend>;
  /** Data sets that are made here, by the `type` of their config. */
  readonly datasets?: Readonly<
    Record<string, (config: DatasetConfig) => Dataset<HostTargets> | Promise<Dataset<HostTargets>>>
  >;
  /** Layers and other modules of your own. */
  readonly layers?: ConfigTable<Module>;
  /** Losses of your own. */
  readonly losses?: ConfigTable<Loss<Output, Targets>>;
  /** Optimizers of your own. */
  readonly optimizers?: ConfigTable<Optimizer>;
  /** Penalties of your own. */
  readonly penalties?: ConfigTable<Penalty>;
  /** Schedules of your own. */
  readonly schedules?: ConfigTable<Schedule>;
  /** Transforms of gradients of your own. */
  readonly transforms?: ConfigTable<GradientTransform>;
  /** Metrics of your own. */
  readonly metrics?: ConfigTable<Metric>;
  /** Callbacks of your own. */
  readonly callbacks?: ConfigTable<Callback>;
}
