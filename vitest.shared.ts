import { availableParallelism } from 'node:os';
import type { ViteUserConfig } from 'vitest/config';

const { NABLA_SLOW } = process.env;

/**
 * `*.slow.test.ts` test thoroughly what other tests check quickly. `npm run test:slow` and `npm run check` run them,
 * and `npx vitest run test/NAME.slow.test.ts` runs the one that it names.
 */
const withSlow = NABLA_SLOW === '1' || process.argv.some((argument) => argument.includes('.slow'));

/** One configuration for every package: tests read the TypeScript sources, so they need no build. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ['@nablajs/source', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@nablajs/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: withSlow ? [] : ['**/*.slow.test.ts'],
    // For one package, also on two cores, where the default is one. `npm test` tests several packages at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // One process for all files: loading core for each takes longer than its tests. Not where tests replace modules.
    isolate: false,
    // For what hangs. A busy machine must break no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 600_000 } },
    // The root's test command adds up these files for its closing line.
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
};
