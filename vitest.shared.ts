import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
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
    // One process for all files: loading core for each takes longer than its tests.
    isolate: false,
    // For what hangs. A busy machine must break no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 600_000 } },
    // The root's test command adds up these files for its closing line.
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
};

/** The configuration of a package in which some test files replace modules (`vi.mock`): each of these has a process. */
export function withReplacedModules(folder: string, test: ViteUserConfig['test'] = {}): ViteUserConfig {
  const files = readdirSync(join(folder, 'test'), { recursive: true, encoding: 'utf8' });
  const replacing = files
    .filter(
      (file) => file.endsWith('.test.ts') && readFileSync(join(folder, 'test', file), 'utf8').includes('vi.mock('),
    )
    .map((file) => `test/${file.replaceAll('\\', '/')}`);
  // `--maxWorkers` of the command must hold, as in the other packages.
  const { maxWorkers: _, exclude = [], ...rest } = shared.test ?? {};
  const project = (name: string, own: ViteUserConfig['test']) => ({
    ...shared,
    test: { ...rest, ...test, ...own, name },
  });
  const projects = [
    project('together', { exclude: [...exclude, ...replacing] }),
    project('apart', { exclude, include: replacing, isolate: true }),
  ];
  return { ...shared, test: { ...shared.test, projects } };
}
