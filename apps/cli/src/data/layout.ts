import { usageError } from '@nablajs/command-line';
import type { Backend } from '@nablajs/core';

/**
 * With `auto`, the data set decides by density if the backend has sparse kernels. Images that are not flattened are
 * always dense.
 */
export function chooseLayout(
  layout: 'auto' | 'dense' | 'csr',
  backend: Pick<Backend, 'csr' | 'name'>,
  flatten: boolean,
): 'auto' | 'dense' | 'csr' {
  if (!flatten) {
    if (layout !== 'csr') return 'dense';
    throw usageError('layout csr: a network with layers such as Conv2d takes dense images. Use --layout auto.');
  }
  if (backend.csr !== undefined) return layout;
  if (layout !== 'csr') return 'dense';
  throw usageError(`layout csr: backend '${backend.name}' has no sparse kernels. Use --layout auto.`);
}
