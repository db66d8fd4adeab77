import { convolutional } from './convnets.js';
import type { Digits } from './digits.js';
import { inference, memory, startup, training } from './networks.js';
import { operations } from './ops.js';
import type { PlannedWorkload } from './plan.js';
import { sequences } from './sequences.js';
import type { SuiteName } from './workload.js';

export type { PlannedWorkload } from './plan.js';

/** Returns the workloads of a suite; with `quick`, a small part of them. */
export function workloadsOf(suite: SuiteName, digits: Digits, quick: boolean): PlannedWorkload[] {
  switch (suite) {
    case 'ops':
      return operations(digits, quick);
    case 'train':
      return training(digits, quick);
    case 'convnet':
      return convolutional(digits, quick);
    case 'sequences':
      return sequences(quick);
    case 'infer':
      return inference(digits, quick);
    case 'startup':
      return startup();
    case 'memory':
      return memory(digits, quick);
  }
}
