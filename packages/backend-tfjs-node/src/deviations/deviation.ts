/** A case of `@nablajs/conformance` that an engine fails, with the worst element's two values as its message shows them. */
export interface Deviation {
  /** The case's name. */
  readonly case: string;
  readonly reason: string;
  readonly expected: string;
  readonly received: string;
  /** Which elements fail, and a hash of them and their values. */
  readonly elements: string;
}

/** Cases that are failed for one reason. */
export interface DeviationGroup {
  readonly reason: string;
  readonly cases: readonly (readonly [name: string, expected: string, received: string, elements: string])[];
}
