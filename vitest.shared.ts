import type { ViteUserConfig } from 'vitest/config';

const { NABLA_NODE } = process.env;
if (NABLA_NODE !== undefined && NABLA_NODE !== process.versions.node) {
  throw new Error(`These are tests on Node ${NABLA_NODE}, but this is ${process.versions.node}: check PATH.`);
}

/** One configuration for every package: tests read the TypeScript sources, so they need no build. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ['@nablajs/source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@nablajs/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The root's test command adds up these files for its closing line.
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
};
