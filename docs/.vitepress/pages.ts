/** The site's pages: which files of the repository they are, their addresses, and their titles in the sidebar. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const GITHUB = 'https://github.com/nablajs/nabla';
/** The playground's address for readers of GitHub and npm. On the site, links to it lead to `PLAYGROUND`. */
export const PUBLIC_PLAYGROUND = 'https://nablajs.github.io/nabla/playground/';
/** Where the site is on its host, with slashes at both ends: `/nabla/` for a project of GitHub Pages. */
export const BASE: string = process.env.NABLA_SITE_BASE ?? '/';
/** The playground's address on the site. VitePress does not know this page: links need `target`. */
export const PLAYGROUND: string = `${BASE}playground/`;

export type Titles = Readonly<Record<string, string>>;

/** The sections of the sidebar above the API reference, in order: titles by file. */
export const SECTIONS: Readonly<Record<string, Titles>> = {
  Start: {
    'docs/getting-started.md': 'Getting started',
    'docs/gallery.md': 'Gallery',
    'docs/guides/from-tensorflow-js.md': 'Coming from TensorFlow.js',
    'docs/guides/from-brain-js.md': 'Coming from brain.js',
    'docs/guides/from-keras.md': 'Coming from Keras',
    'docs/guides/from-pytorch.md': 'Coming from PyTorch',
    'docs/guides/from-scikit-learn.md': 'Coming from scikit-learn',
    'docs/comparison.md': 'nabla beside other libraries',
    'docs/what-nabla-does-not-do.md': 'What nabla does not do',
    'apps/playground/README.md': 'The playground',
    'examples/node/README.md': 'Examples for Node',
    'examples/browser/README.md': 'Examples for a page',
    'examples/notebook/README.md': 'The notebook',
  },
  Guides: {
    'docs/guides/your-own-csv.md': 'Train on your own CSV',
    'docs/guides/your-own-images.md': 'Train on your own images',
    'docs/guides/fine-tune-images.md': 'Fine-tune on your images',
    'docs/guides/train-on-text.md': 'Train on text',
    'docs/guides/fine-tune-text.md': 'Fine-tune on your texts',
    'docs/guides/convolutional-network.md': 'A convolutional network in code',
    'docs/guides/branches.md': 'Networks that branch and join',
    'docs/guides/early-stopping-and-checkpoints.md': 'Early stopping and checkpoints',
    'docs/guides/save-and-load.md': 'Save and load models',
    'docs/guides/deploy.md': 'Deploy a model',
    'docs/guides/to-onnx-runtime.md': 'Take a model to ONNX Runtime',
    'docs/formats.md': 'What goes in and out, by format',
    'docs/guides/train-in-a-worker.md': 'Train in a Worker',
    'docs/guides/many-machines.md': 'Train on many machines',
    'docs/guides/optimizers-and-schedules.md': 'Optimizers and schedules',
    'docs/guides/weights-and-penalties.md': 'Class weights and regularization',
    'docs/guides/choosing-a-backend.md': 'Choose a backend',
    'docs/guides/errors.md': 'When training fails',
    'docs/guides/training-loop.md': 'Your own training loop or step',
    'docs/guides/custom-layer.md': 'Write a custom layer',
    'docs/guides/custom-loss.md': 'Write a custom loss',
    'docs/guides/custom-op.md': 'Write a custom op',
    'docs/guides/custom-backend.md': 'Write a custom backend',
    'docs/guides/reading-benchmark-results.md': 'Read benchmark results',
  },
  Packages: {
    'packages/core/README.md': 'core',
    'packages/backend-wasm/README.md': 'backend-wasm',
    'packages/backend-native/README.md': 'backend-native',
    'packages/backend-webgpu/README.md': 'backend-webgpu',
    'packages/backend-ts/README.md': 'backend-ts',
    'packages/backend-tfjs-node/README.md': 'backend-tfjs-node',
    'packages/datasets/README.md': 'datasets',
    'packages/checkpoint/README.md': 'checkpoint',
    'packages/tables/README.md': 'tables',
    'packages/sequences/README.md': 'sequences',
    'packages/interchange/README.md': 'interchange',
    'packages/finetune/README.md': 'finetune',
    'packages/mpi/README.md': 'mpi',
    'packages/gradcheck/README.md': 'gradcheck',
    'packages/conformance/README.md': 'conformance',
    'packages/command-line/README.md': 'command-line',
    'packages/charts/README.md': 'charts',
    'packages/create-nabla/README.md': 'create-nabla',
    'apps/cli/README.md': 'cli',
    'apps/bench/README.md': 'bench',
  },
};

/** The sections below the API reference. */
export const BACKGROUND: Titles = {
  'docs/backprop.md': 'How backprop is done here',
  'docs/numbers-you-can-check.md': 'Numbers you can check',
  'docs/what-fixes-the-bits.md': 'What fixes the bits',
  'ARCHITECTURE.md': 'Architecture',
  'CONTRIBUTING.md': 'Contributing',
  'docs/mutation-testing.md': 'Mutation testing',
  'docs/the-notebook.md': 'The notebook it began with',
};

export const DECISIONS = 'docs/decisions/README.md';

/** Titles of the decisions, from the table of their index. */
export function decisions(): Titles {
  const index = readFileSync(join(ROOT, DECISIONS), 'utf8');
  const rows = index.matchAll(/^\| \[(\d{4})\]\((\S+\.md)\)\s*\|\s*(.*?)\s*\|$/gm);
  return Object.fromEntries(
    [...rows].map(([, number, file, title]) => [`docs/decisions/${file}`, `${number} ${title}`]),
  );
}

/** Pages that are elsewhere in the sidebar, or only linked. */
const OTHERS = [
  'docs/index.md',
  'docs/benchmarks/README.md',
  'docs/benchmarks/tables/README.md',
  'docs/guides/README.md',
  'apps/bench/peers/README.md',
  'apps/bench/tables/README.md',
  'packages/backend-native/native/README.md',
  'examples/third-party-backend/README.md',
];

/** Every written page of the site, as a path in the repository. */
const ON_SITE: readonly string[] = [
  ...[...Object.values(SECTIONS), BACKGROUND].flatMap((titles) => Object.keys(titles)),
  DECISIONS,
  ...Object.keys(decisions()),
  ...OTHERS,
];

/** The path of a file on the site: `docs/guides/README.md` becomes `guides/index.md`. */
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

/**
 * Resolves a link in `source`: to a page of the site if the target is one, else to GitHub. Throws if there is no such
 * file.
 */
export function resolveLink(source: string, link: string): string {
  const [path = '', fragment] = link.split('#', 2);
  const target = posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, '');
  const suffix = fragment === undefined ? '' : `#${fragment}`;
  const page = [target, `${target}/README.md`].find(isPage);
  if (page !== undefined) return address(page) + suffix;
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) {
    throw new Error(`${source}: the link '${link}' leads to ${target}, which does not exist.`);
  }
  return `${GITHUB}/blob/main/${target}${suffix}`;
}

export function isPage(file: string): boolean {
  return ON_SITE.includes(file) || (/^docs\/api\/.*\.md$/.test(file) && existsSync(join(ROOT, file)));
}
