/** A case of `@nablajs/conformance` that an engine may fail, with what it may do instead of what the case asks. */
export interface Deviation {
  /** The case's name. */
  readonly case: string;
  readonly reason: string;
  readonly permits: Permits;
  /** Whether the engine deviates on every machine. */
  readonly always: boolean;
}

/** What each element may be, as the kit understands it. */
type Permits =
  | 'flushes-subnormals'
  | 'passes-over-nan'
  | { readonly operand: (element: number, position: number) => number }
  | { readonly absolute: number };

/** Cases that are failed for one reason. */
export interface DeviationGroup extends Omit<Deviation, 'case'> {
  readonly cases: readonly string[];
}
