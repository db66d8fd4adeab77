/** How often and how long everything is timed. */
export interface Method {
  /** New processes: what differs from one to the next is noise too. */
  readonly launches: number;
  /** Of each launch: in a round every candidate is sampled once. */
  readonly rounds: number;
  /** Of one sample. */
  readonly seconds: number;
  /**
   * Of training before its first sample. A step goes through so much JavaScript that an engine's compiler is at it for a second or two, on
   * the cores that the step is computed on; a real run has thousands of steps after that.
   */
  readonly trainingWarmUpSeconds: number;
  /** A candidate whose execution takes longer is not timed. */
  readonly limitSeconds: number;
  /** What any answer may take beside the executions: to start a process, to load a library, to read files, on a busy machine. */
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

/** In which an answer must come that takes so many executions; each may take twice what it may. */
export function secondsToAnswer({ limitSeconds, patienceSeconds }: Method, executions: number): number {
  return patienceSeconds + 2 * limitSeconds * executions;
}

/** What a candidate may spend on one workload in one launch before its rounds are cut down. */
const LONG_SECONDS = 20;
const FEWEST_ROUNDS = 2;

/** Fewer for what takes long, but never so few that no ratio could be told. */
export function roundsFor({ rounds }: Method, executionSeconds: number): number {
  return Math.max(Math.min(rounds, FEWEST_ROUNDS), Math.min(rounds, Math.floor(LONG_SECONDS / executionSeconds)));
}
