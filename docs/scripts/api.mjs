/**
 * Writes the API reference: Markdown pages for the site, from the sources of what the packages export to their users.
 * Whatever TypeDoc warns of is a problem: a link that leads nowhere, a type that is used but not exported, an export
 * without a summary.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Comment, Converter, Logger, LogLevel, ReflectionKind } from 'typedoc';

const DOCS = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(DOCS, '..');

/** Packages by folder, each with the entry points that are for users, as `exports` of its package.json names them. */
const ENTRIES = {
  'packages/core': [
    ...[
      '.',
      './callbacks',
      './functional',
      './kernels',
      './metrics',
      './schedules',
      './worker',
      './shards',
      './math',
      './testing',
    ],
  ],
  'packages/backend-wasm': ['.'],
  'packages/backend-native': ['.'],
  'packages/backend-webgpu': ['.'],
  'packages/backend-ts': ['.'],
  'packages/backend-tfjs-node': ['.'],
  'packages/datasets': ['.', './portable'],
  'packages/checkpoint': ['.', './portable'],
  'packages/tables': ['.'],
  'packages/sequences': ['.', './testing'],
  'packages/interchange': ['.'],
  'packages/finetune': ['.'],
  'packages/mpi': ['.'],
  'packages/gradcheck': ['.'],
  'packages/conformance': ['.', './vitest'],
  'packages/charts': ['.', './markup', './jupyter'],
  'packages/command-line': ['.'],
  'apps/cli': ['.'],
};

/** What an entry point is, where its package's description does not say it. */
const DESCRIPTIONS = {
  '@nablajs/core/callbacks':
    'What takes part in a training between its steps: early stopping, checkpoints, averages, logs. And its state.',
  '@nablajs/core/kernels':
    'For authors of backends: a guard for the end of a backend, and loops over operands that broadcast.',
  '@nablajs/core/metrics': 'Metrics that `evaluate` and validation report besides the loss.',
  '@nablajs/core/math':
    'Elementary functions that give the same bits on every engine: for backends, and whatever reaches a weight.',
  '@nablajs/core/schedules': 'Learning rates that change from step to step.',
  '@nablajs/core/worker': 'Train in a Worker; events arrive in your thread.',
  '@nablajs/core/functional': 'Networks that branch, join and share layers, written with functions: `dense(10)(x)`.',
  '@nablajs/core/shards': 'Train one network in several processes, with the same bits on any number of them.',
  '@nablajs/core/testing':
    'The naive backend, which is the definition of every kernel, and tolerant comparison: for tests.',
  '@nablajs/datasets/portable': 'What works without Node.js: tables, images, text and arrays in memory.',
  '@nablajs/checkpoint/portable':
    "What works without Node.js: checkpoints as bytes, in memory, and in a browser's database.",
  '@nablajs/sequences/testing': 'Small networks with each of its modules, to check gradients and backends.',
  '@nablajs/charts/markup': 'HTML from templates that escape values, and safe text; it does not load ECharts.',
  '@nablajs/charts/jupyter': "What a notebook with Deno's kernel shows: tensors, networks, curves, results and images.",
  '@nablajs/conformance/vitest': 'The conformance kit as a vitest suite.',
  '@nablajs/cli': 'The types of `nabla.config.ts`.',
};

const modules = Object.entries(ENTRIES).flatMap(([folder, entries]) => {
  const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  return entries.map((entry) => {
    const name = posix.join(manifest.name, entry);
    return {
      name,
      packageName: manifest.name,
      file: join(ROOT, folder, manifest.exports[entry]['@nablajs/source']),
      description: DESCRIPTIONS[name] ?? manifest.description,
    };
  });
});

const optionsFor = (folder) => ({
  name: 'API reference',
  entryPoints: modules.map(({ file }) => file),
  tsconfig: join(DOCS, 'tsconfig.api.json'),
  plugin: ['typedoc-plugin-markdown'],
  outputs: [{ name: 'markdown', path: folder }],
  readme: 'none',
  basePath: ROOT,
  displayBasePath: ROOT,
  disableGit: true,
  gitRevision: 'main',
  sourceLinkTemplate: 'https://github.com/nablajs/nabla/blob/main/{path}#L{line}',
  excludeInternal: true,
  excludePrivate: true,
  sort: ['source-order'],
  sortEntryPoints: false,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true },
  packagesRequiringDocumentation: [...new Set(modules.map(({ packageName }) => packageName))],
  // A property whose name and type say it all needs no words.
  requiredToBeDocumented: ['Variable', 'Function', 'Class', 'Interface', 'TypeAlias', 'Method', 'Accessor'],
  // How the pages look.
  entryFileName: 'index',
  excludeScopesInPaths: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  useHTMLEncodedBrackets: true,
  pageTitleTemplates: { index: '{projectName}', member: '{name}', module: '{name}' },
  indexFormat: 'table',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  propertyMembersFormat: 'table',
  tableColumnSettings: {
    hideSources: true,
    hideDefaults: true,
    hideInherited: true,
    hideOverrides: true,
    hideModifiers: true,
  },
  navigationJson: join(folder, 'navigation.json'),
});

/** Collects warnings for the caller. */
class Problems extends Logger {
  found = [];

  log(message, level) {
    if (level >= LogLevel.Warn) this.found.push(message);
  }
}

/** Replaces the pages in `folder`; returns TypeDoc's warnings, and the functions and classes without an `@example`. */
export async function writeApi(folder) {
  const app = await Application.bootstrapWithPlugins(optionsFor(folder));
  const problems = new Problems();
  app.logger = problems;
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) nameModule(module);
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) tidy(reflection);
  });
  rmSync(folder, { recursive: true, force: true });
  const project = await app.convert();
  if (project !== undefined) {
    app.validate(project);
    await app.generateOutputs(project);
  }
  return { warnings: problems.found, withoutExample: project === undefined ? [] : listWithoutExample(project) };
}

function listWithoutExample({ children: modules = [] }) {
  return modules.flatMap(({ name, children = [] }) =>
    children
      .filter((member) => member.kindOf([ReflectionKind.Function, ReflectionKind.Class]) && !hasExample(member))
      .map((member) => `${name}: ${member.name}`),
  );
}

/** Of a function with overloads, one needs an example. */
function hasExample({ comment, signatures = [] }) {
  return [comment, ...signatures.map((signature) => signature.comment)].some(
    (one) => one?.getTag('@example') !== undefined,
  );
}

function nameModule(module) {
  const entry = modules.find(({ file }) => file === module.sources?.[0]?.fullFileName);
  module.name = entry.name;
  module.comment = new Comment([{ kind: 'text', text: entry.description }]);
}

function tidy(reflection) {
  const isSignature = reflection.kindOf(ReflectionKind.SomeSignature);
  // One link to the source a page: of what the page is about.
  const { parent } = isSignature ? reflection.parent : reflection;
  if (parent?.kindOf(ReflectionKind.Module) !== true) reflection.sources = undefined;
  if (isSignature) nameParameters(reflection);
}

/** A destructured parameter has no name; take it from the interface. */
function nameParameters({ parameters = [], implementationOf, overwrites }) {
  const names = (implementationOf ?? overwrites)?.reflection?.parameters ?? [];
  for (const [at, parameter] of parameters.entries()) {
    if (parameter.name === '__namedParameters') parameter.name = names[at]?.name ?? 'options';
  }
}
