import { usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';

/** `auto` is for the data set to decide by density, where the backend has sparse kernels at all. */
export function chooseLayout(layout: 'auto' | 'dense' | 'csr', backend: Backend): 'auto' | 'dense' | 'csr' {
  if (backend.csr !== undefined) return layout;
  if (layout !== 'csr') return 'dense';
  throw usageError(`layout csr: backend '${backend.name}' has no sparse kernels. Use --layout auto.`);
}
