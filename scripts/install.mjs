/**
 * Installs the workspace's dependencies, in one of two extents: `run` is what builds and runs the command nabla, `all`
 * adds every tool and every package's tests. An install never shrinks: what is there stays there.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders } from './test-summary.mjs';

/** The root's `dependencies` build the command; its `devDependencies` are for `all`. */
const RUN = [
  ...['--prod', '--filter-prod', '@nablajs/cli...', '--filter-prod', 'nabla-workspace'],
  // ECharts is 60 MB, which only reports need.
  ...['--filter-prod', '!@nablajs/charts'],
];

/** Whether a command line, or the environment, names the backend that brings TensorFlow along. */
export const namesTensorFlow = (args, { NABLA_BACKEND = '' } = process.env) =>
  [...args, NABLA_BACKEND].some((text) => text.includes('tfjs-node'));

/** The extent that a command of the root's package.json needs. */
export const extentFor = (command, args, environment) =>
  command === 'nabla' && args[0] !== 'report' && !namesTensorFlow(args, environment) ? 'run' : 'all';

const stampOf = (root) => join(root, 'node_modules', '.nabla-install');

/** Changes when an install's inputs do. */
export function installKey(root) {
  // A folder shared between two systems needs each one's native tools.
  const hash = createHash('sha256').update(process.platform + process.arch);
  const manifests = packageFolders(root).map((folder) => join(folder, 'package.json'));
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** What is installed: its key, undefined where nobody knows, and its extent, undefined where nothing is installed. */
export function installed(root) {
  const stamp = stampOf(root);
  if (existsSync(stamp)) {
    const [key, extent = 'all'] = readFileSync(stamp, 'utf8').split(' ');
    return { key, extent };
  }
  // By hand, with pnpm.
  const modules = join(root, 'node_modules', '.modules.yaml');
  if (!existsSync(modules)) return { key: undefined, extent: undefined };
  return { key: undefined, extent: /"?devDependencies"?: true/.test(readFileSync(modules, 'utf8')) ? 'all' : 'run' };
}

/** The extent to install so that `wanted` is there; undefined where it is there already. */
export function extentToInstall(wanted, key, { key: installedKey, extent }) {
  const needed = extent === 'all' ? 'all' : wanted;
  return installedKey === key && (extent === 'all' || extent === wanted) ? undefined : needed;
}

/** The arguments of the pinned pnpm that install `extent`. */
export function installArguments(extent) {
  // Without a terminal pnpm would ask whether it may replace an install of another extent.
  const all = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  return extent === 'all' ? all : [...all, ...RUN];
}

/**
 * Makes sure that `wanted` is installed. `run(args)` is the pinned pnpm and tells its exit code; false where it failed.
 */
export function install(root, wanted, run) {
  const key = installKey(root);
  const extent = extentToInstall(wanted, key, installed(root));
  if (extent === undefined) return true;
  if (run(installArguments(extent)) !== 0) return false;
  writeFileSync(stampOf(root), `${key} ${extent}`);
  return true;
}
