import { usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';

/** Returns the layout of the images. With `auto` the data set decides by density, if the backend has sparse kernels. */
export function chooseLayout(layout: 'auto' | 'dense' | 'csr', backend: Backend): 'auto' | 'dense' | 'csr' {
  if (backend.csr !== undefined) return layout;
  if (layout !== 'csr') return 'dense';
  throw usageError(`layout csr: backend '${backend.name}' has no sparse kernels. Use --layout auto.`);
}
