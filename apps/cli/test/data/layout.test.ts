import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { chooseLayout } from '../../src/data/layout.js';

const naive = await createBackend();
const { csr: _csr, ...withoutCsr } = naive;

describe('chooseLayout', () => {
  it.each(['auto', 'dense', 'csr'] as const)('passes %s on to a backend with sparse kernels', (layout) => {
    expect(chooseLayout(layout, { ...withoutCsr, csr: { upload: () => 0, matmul: () => 0 } })).toBe(layout);
  });

  it('is dense without sparse kernels', () => {
    expect([chooseLayout('auto', withoutCsr), chooseLayout('dense', withoutCsr)]).toEqual(['dense', 'dense']);
  });

  it('refuses csr without sparse kernels', () => {
    expect(() => chooseLayout('csr', withoutCsr)).toThrow(/^layout csr: backend '.*' has no sparse kernels/);
  });
});
