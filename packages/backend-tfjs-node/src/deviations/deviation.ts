/** A case of `@nablajs/conformance` that an engine may fail, with the values that are allowed instead. */
export interface Deviation {
  /** The name of the case. */
  readonly case: string;
  readonly reason: string;
  readonly permits: Permits;
  /** Whether the engine deviates on every machine. */
  readonly always: boolean;
}

/** What each element may be, in the form that the kit expects. */
type Permits =
  | 'flushes-subnormals'
  | 'passes-over-nan'
  | { readonly operand: (element: number, position: number) => number }
  | { readonly absolute: number };

/** Cases that fail for the same reason. */
export interface DeviationGroup extends Omit<Deviation, 'case'> {
  readonly cases: readonly string[];
}
