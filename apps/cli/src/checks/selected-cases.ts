import { type CasesOptions, cases } from '@nablajs/conformance';
import type { DType } from '@nablajs/core';
import { nothingMatches } from './filter.js';

export function requireConformanceCases({ dtypes, filter }: SelectedCases): void {
  if (filter === undefined || cases({ dtypes, filter }).length > 0) return;
  const kernels = [...new Set(cases({ dtypes }).map(({ kernel }) => kernel))];
  throw nothingMatches(filter, kernels, 'matmul float32 17x5x3 transposeA');
}

export interface SelectedCases {
  readonly dtypes: readonly DType[];
  readonly filter: string | undefined;
}

export const casesOptions = ({ dtypes, filter }: SelectedCases): Pick<CasesOptions, 'dtypes' | 'filter'> => ({
  dtypes,
  ...(filter === undefined ? {} : { filter }),
});
