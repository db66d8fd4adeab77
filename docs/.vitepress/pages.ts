/** Which files of the repository are pages of the site, where each is, and what the sidebar calls it. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const GITHUB = 'https://github.com/nablajs/nabla';

export type Titles = Readonly<Record<string, string>>;

/** The sidebar's sections: titles by file. */
export const SECTIONS: Readonly<Record<string, Titles>> = {
  'Read first': {
    'docs/getting-started.md': 'Getting started',
    'docs/backprop.md': 'How backprop is done here',
    'docs/numbers-you-can-check.md': 'Numbers you can check',
    'docs/what-fixes-the-bits.md': 'What fixes the bits',
    'docs/the-notebook.md': 'The notebook it began with',
    'ARCHITECTURE.md': 'Architecture',
  },
  Guides: {
    'docs/guides/your-own-data.md': 'Your own data',
    'docs/guides/choosing-a-backend.md': 'Choosing a backend',
    'docs/guides/optimizers-and-schedules.md': 'Optimizers and schedules',
    'docs/guides/weights-and-penalties.md': 'Weights and penalties',
    'docs/guides/a-training-that-goes-on.md': 'A training that goes on',
    'docs/guides/training-in-a-worker.md': 'Training in a Worker',
    'docs/guides/adding-a-layer.md': 'Adding a layer',
    'docs/guides/adding-an-op.md': 'Adding an op',
    'docs/guides/a-backend-of-your-own.md': 'A backend of your own',
    'docs/guides/reading-benchmark-results.md': 'Reading benchmark results',
    'examples/node/README.md': 'Examples for Node',
    'examples/browser/README.md': 'Examples for a page',
    'CONTRIBUTING.md': 'Contributing',
    'docs/mutation-testing.md': 'Mutation testing',
  },
  Packages: {
    'packages/core/README.md': 'core',
    'packages/backend-wasm/README.md': 'backend-wasm',
    'packages/backend-ts/README.md': 'backend-ts',
    'packages/backend-tfjs-node/README.md': 'backend-tfjs-node',
    'packages/datasets/README.md': 'datasets',
    'packages/checkpoint/README.md': 'checkpoint',
    'packages/gradcheck/README.md': 'gradcheck',
    'packages/conformance/README.md': 'conformance',
    'packages/command-line/README.md': 'command-line',
    'packages/charts/README.md': 'charts',
    'apps/cli/README.md': 'cli',
    'apps/bench/README.md': 'bench',
  },
};

export const DECISIONS = 'docs/decisions/README.md';

/** Decisions are listed by their own table. */
export function decisions(): Titles {
  const index = readFileSync(join(ROOT, DECISIONS), 'utf8');
  const rows = index.matchAll(/^\| \[(\d{4})\]\((\S+\.md)\)\s*\|\s*(.*?)\s*\|$/gm);
  return Object.fromEntries(
    [...rows].map(([, number, file, title]) => [`docs/decisions/${file}`, `${number} ${title}`]),
  );
}

/** Pages that stand elsewhere in the sidebar, or are only linked. */
const OTHERS = [
  'docs/index.md',
  'docs/benchmarks/README.md',
  'docs/guides/README.md',
  'apps/bench/peers/README.md',
  'examples/third-party-backend/README.md',
];

/** Every written page of the site, as a path in the repository. */
const ON_SITE: readonly string[] = [
  ...Object.values(SECTIONS).flatMap((titles) => Object.keys(titles)),
  DECISIONS,
  ...Object.keys(decisions()),
  ...OTHERS,
];

/** Where the site has a file of the repository: `docs/guides/README.md` is `guides/index.md`. */
export function sitePath(file: string): string {
  return file
    .replace(/^docs\//, '')
    .replace(/^apps\//, 'packages/')
    .replace(/^(ARCHITECTURE|CONTRIBUTING)\.md$/, (name) => name.toLowerCase())
    .replace(/^((?:packages|examples)\/[^/]+)\/README\.md$/, '$1.md')
    .replace(/README\.md$/, 'index.md');
}

/** The address of a page, from the site's root. */
export const address = (file: string): string => `/${sitePath(file).replace(/(?:index)?\.md$/, '')}`;

/** Where a link in `source` leads: a page of the site where the target is one, else GitHub. Throws where there is nothing. */
export function resolveLink(source: string, link: string): string {
  const [path = '', fragment] = link.split('#', 2);
  const target = posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, '');
  const suffix = fragment === undefined ? '' : `#${fragment}`;
  const page = [target, `${target}/README.md`].find(isPage);
  if (page !== undefined) return address(page) + suffix;
  if (target.startsWith('docs/benchmarks/') && target.endsWith('.html')) return address(target);
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) {
    throw new Error(`${source}: the link '${link}' leads to ${target}, which does not exist.`);
  }
  return `${GITHUB}/blob/main/${target}${suffix}`;
}

export function isPage(file: string): boolean {
  return ON_SITE.includes(file) || (/^docs\/api\/.*\.md$/.test(file) && existsSync(join(ROOT, file)));
}
