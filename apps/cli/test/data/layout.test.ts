import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { chooseLayout } from '../../src/data/layout.js';

const naive = await createBackend();
const { csr: _csr, ...withoutCsr } = naive;

describe('chooseLayout', () => {
  it.each(['auto', 'dense', 'csr'] as const)('passes %s on to a backend with sparse kernels', (layout) => {
    expect(chooseLayout(layout, { ...withoutCsr, csr: { upload: () => 0, matmul: () => 0 } }, true)).toBe(layout);
  });

  it('is dense without sparse kernels', () => {
    expect([chooseLayout('auto', withoutCsr, true), chooseLayout('dense', withoutCsr, true)]).toEqual([
      'dense',
      'dense',
    ]);
  });

  it('refuses csr without sparse kernels', () => {
    expect(() => chooseLayout('csr', withoutCsr, true)).toThrow(/^layout csr: backend '.*' has no sparse kernels/);
  });

  it('is dense for images that are not flattened, even if the backend has sparse kernels', () => {
    const withCsr = { ...withoutCsr, csr: { upload: () => 0, matmul: () => 0 } };
    expect([chooseLayout('auto', withCsr, false), chooseLayout('dense', withCsr, false)]).toEqual(['dense', 'dense']);
    expect(() => chooseLayout('csr', withCsr, false)).toThrow(
      /^layout csr: a network with layers such as Conv2d takes/,
    );
  });
});
