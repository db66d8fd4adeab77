/** The kit as a vitest suite. Only this entry point needs the optional peer dependency `vitest`. */
import { type Backend, checkOptionNames } from '@nablajs/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES_OPTIONS, type CasesOptions, cases } from './cases.js';
import type { KernelGroup } from './harness/conformance-case.js';
import {
  byCase,
  type DeclareDeviations,
  type Deviation,
  MAXIMUM_DECLARED,
  runDeclared,
  tooManyDeclared,
} from './tolerances/deviation.js';

/** Options of `describeConformance`. */
export interface DescribeOptions extends CasesOptions {
  /** Known deviations of the backend. A function is called once the backend exists. Default: none. */
  readonly deviations?: readonly Deviation[] | DeclareDeviations;
  /**
   * Optional groups of kernels that the backend does not have. A test checks that it has none of them. Default: none;
   * missing groups show as skipped.
   */
  readonly lacks?: readonly KernelGroup[];
}

/**
 * Defines one test for each case and, without `filter`, one for the number of declared deviations. Cases that the
 * backend cannot run are skipped with a reason.
 *
 * @example
 * ```ts
 * describeConformance('my-backend', () => createBackend());
 * ```
 */
export function describeConformance(
  name: string,
  createBackend: () => Promise<Backend>,
  options: DescribeOptions = {},
): void {
  checkOptionNames('describeConformance', options, [...CASES_OPTIONS, 'deviations', 'lacks']);
  const { deviations = [], lacks = [], filter } = options;
  const listed = typeof deviations === 'function' ? undefined : byCase(deviations);
  const chosen = cases(options).filter(({ groups }) => !groups.some((group) => lacks.includes(group)));

  describe(name, () => {
    let backend: Backend;
    let declared: ReadonlyMap<string, Deviation>;
    beforeAll(async () => {
      backend = await createBackend();
      declared = typeof deviations === 'function' ? byCase(deviations(backend)) : byCase(deviations);
    });
    afterAll(() => backend.dispose());

    for (const one of chosen) {
      test(listed?.has(one.name) ? `${one.name} (declared deviation)` : one.name, async (context) => {
        const deviation = declared.get(one.name);
        const reason = deviation === undefined ? one.notApplicable(backend) : undefined;
        if (reason !== undefined) context.skip(reason);
        if (deviation === undefined) await one.run(backend);
        else await runDeclared(one, backend, deviation);
      });
    }

    for (const group of lacks) {
      test(`has no ${group} kernels`, () => expect(backend[group]).toBeUndefined());
    }

    // The share among a few cases means nothing.
    if (filter !== undefined) return;
    test(`declares at most ${100 * MAXIMUM_DECLARED} % of the cases`, () => {
      const applicable = chosen.filter((one) => one.notApplicable(backend) === undefined);
      expect(tooManyDeclared(applicable.filter((one) => declared.has(one.name)).length, applicable.length)).toBe(
        undefined,
      );
    });
  });
}
