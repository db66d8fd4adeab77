/** How often and how long workloads are timed. */
export interface Method {
  /** How often to start new processes, because speed varies from process to process. */
  readonly launches: number;
  /** Rounds per launch. Each candidate is sampled once in a round. */
  readonly rounds: number;
  /** The length of one sample. */
  readonly seconds: number;
  /**
   * How long to train or write before the first sample. The engine compiles a step's JavaScript for a second or two.
   */
  readonly trainingWarmUpSeconds: number;
  /** A candidate is not timed if one execution takes longer. */
  readonly limitSeconds: number;
  /** How long an answer may take besides executions: to start, load a library and read files on a busy machine. */
  readonly patienceSeconds: number;
}

const PATIENCE = { patienceSeconds: 120 };
export const METHOD: Method = {
  launches: 3,
  rounds: 5,
  seconds: 0.2,
  trainingWarmUpSeconds: 2,
  limitSeconds: 60,
  ...PATIENCE,
};
export const QUICK_METHOD: Method = {
  launches: 2,
  rounds: 3,
  seconds: 0.05,
  trainingWarmUpSeconds: 0,
  limitSeconds: 2,
  ...PATIENCE,
};

/** How long to execute before the first sample. */
export const WARM_UP_SECONDS = 0.3;

/** Each of the `executions` may take twice its limit. */
export function secondsToAnswer({ limitSeconds, patienceSeconds }: Method, executions: number): number {
  return patienceSeconds + 2 * limitSeconds * executions;
}

/** How long a candidate may take for one workload in one launch before it gets fewer rounds. */
const LONG_SECONDS = 20;
const FEWEST_ROUNDS = 2;

/** At least the two rounds that a ratio needs. */
export function roundsFor({ rounds }: Method, executionSeconds: number): number {
  return Math.max(Math.min(rounds, FEWEST_ROUNDS), Math.min(rounds, Math.floor(LONG_SECONDS / executionSeconds)));
}
