import type { ViteUserConfig } from 'vitest/config';

const { NABLA_NODE, NABLA_SLOW } = process.env;
if (NABLA_NODE !== undefined && NABLA_NODE !== process.versions.node) {
  throw new Error(`These are tests on Node ${NABLA_NODE}, but this is ${process.versions.node}: check PATH.`);
}

/** One configuration for every package: tests read the TypeScript sources, so they need no build. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ['@nablajs/source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@nablajs/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    // `*.slow.test.ts` prove again, at length, what other tests prove in short: npm run check runs them.
    exclude: NABLA_SLOW === '1' ? [] : ['**/*.slow.test.ts'],
    // For what hangs. A busy machine must break no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 600_000 } },
    // The root's test command adds up these files for its closing line.
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
};
