import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

/**
 * Tests with such an ending run only when they are asked for: by name (`npx vitest run test/NAME.slow.test.ts`), by
 * their ending (`npx vitest run .browser.test`), or all of them by NABLA_SLOW=1.
 */
const apart = ['browser', 'slow']
  .map((ending) => `.${ending}`)
  .filter((ending) => process.env.NABLA_SLOW !== '1' && !process.argv.some((argument) => argument.includes(ending)));

/** `npm test` has built everything, and built files load faster. Core's own tests need one core: the one of `built`. */
const isBuilt = process.env.NABLA_BUILT === '1';
const sources = isBuilt && !process.cwd().endsWith('core') ? [] : ['@nablajs/source'];

/** Takes the built files of the package whose tests run. */
const built: NonNullable<ViteUserConfig['plugins']>[number] = {
  name: 'built',
  enforce: 'pre',
  resolveId(id) {
    const [, name] = /^(?:\.\.\/)+src\/(.+)$/.exec(id) ?? [];
    const file = name && join(process.cwd(), 'dist', name);
    return isBuilt && file && existsSync(file) ? { id: file, external: true } : undefined;
  },
};

/** The sources of backends import the host's as `./host/`, where `rootDirs` of their tsconfig.json finds them, too. */
const host: NonNullable<ViteUserConfig['plugins']>[number] = {
  name: 'kernel-host',
  enforce: 'pre',
  resolveId(id, importer) {
    const [, file] = /^\.\.?\/host\/(.+)\.js$/.exec(id) ?? [];
    const isSource = importer !== undefined && /\/backend-[\w-]+\/src\//.test(importer);
    return file && isSource ? join(import.meta.dirname, `packages/kernel-host/src/host/${file}.ts`) : undefined;
  },
};

/** One configuration for every package: tests read the TypeScript sources, so they need no build. */
export const shared: ViteUserConfig = {
  plugins: [host, built],
  resolve: { conditions: [...sources, 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: [...sources, 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: apart.map((ending) => `**/*${ending}.test.ts`),
    server: { deps: { external: isBuilt ? [/\/dist\//] : [] } },
    // For one package, also on two cores, where the default is one. `npm test` tests several packages at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // One process for all files: loading core for each takes longer than its tests.
    isolate: false,
    // For what hangs. A busy machine must break no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
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
    // Only modules that vitest loads can be replaced.
    plugins: [host],
    test: { ...rest, ...test, ...own, name },
  });
  const projects = [
    project('together', { exclude: [...exclude, ...replacing] }),
    project('apart', { exclude, include: replacing, isolate: true }),
  ];
  return { ...shared, test: { ...shared.test, projects } };
}
