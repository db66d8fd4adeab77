/** Small networks, and the losses of their first steps, or the tokens that they write, in PyTorch's float64. */
import { readFileSync } from 'node:fs';
import type { Workload, WorkloadOf } from '../src/workloads/workload.js';

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly integers?: true;
}

type Fields<W> = W extends Workload ? Omit<W, 'suite' | 'name' | 'dtype' | 'flops' | 'inputs'> : never;

interface SmallNetwork<K extends Workload['kind']> {
  readonly name: string;
  readonly fields: Fields<WorkloadOf<K>>;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly expected: readonly number[];
}

export type SmallConvnet = SmallNetwork<'convnet'>;
export type SmallSequences = SmallNetwork<'gpt' | 'lstm' | 'generate'>;

const read = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));

/** Written by scripts/convnet-losses.py. */
export const SMALL_CONVNETS: readonly SmallConvnet[] = read('convnets');

/** Written by scripts/sequence-losses.py. */
export const SMALL_SEQUENCES: readonly SmallSequences[] = read('sequences');
