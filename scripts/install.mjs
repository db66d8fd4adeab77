/** Installs the workspace: `run` is what the command nabla needs, `all` adds every tool and what the tests need. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root's `dependencies` build the command and are its data, `devDependencies` do the rest. */
const RUN = ['@nablajs/cli...', 'nabla-workspace'].flatMap((name) => ['--filter-prod', name]);

/** The backends of this repository that the arguments or the environment name and that `run` leaves out. */
export const optionalBackends = (args, { NABLA_BACKEND = '' } = process.env) =>
  ['native', 'webgpu', 'tfjs-node'].filter((name) =>
    [...args, NABLA_BACKEND].join().match(`(^|[,=]|backend-)${name}(,|$)`),
  );

/** What a command of scripts/run.mjs needs: `run` or `all`. Reports need ECharts, which a release bundles. */
export const extentFor = (command, args, environment) =>
  command === 'nabla' && args[0] !== 'report' && optionalBackends(args, environment).length === 0 ? 'run' : 'all';

/** A hash of the files that decide what is installed. */
function installKey(root) {
  // The platform is part of it: a folder that two systems share needs the native tools of each.
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** The key and the extent of the last install. An install by hand, with pnpm, counts as `all` with an unknown key. */
function installed(root) {
  const stamp = join(root, 'node_modules', '.nabla-install');
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8').split(' ');
  return [undefined, existsSync(join(root, 'node_modules', '.modules.yaml')) ? 'all' : undefined];
}

/** Installs `wanted` if it is missing, and never removes anything. Returns false if pnpm fails. */
export function install(root, wanted, pnpm) {
  const key = installKey(root);
  const [installedKey, installedExtent] = installed(root);
  const extent = installedExtent === 'all' ? 'all' : wanted;
  if (installedKey === key && installedExtent === extent) return true;
  // Without a terminal pnpm would ask whether it may replace an install of another extent.
  const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
  if (pnpm(extent === 'all' ? args : [...args, '--prod', ...RUN]) !== 0) return false;
  writeFileSync(join(root, 'node_modules', '.nabla-install'), `${key} ${extent}`);
  return true;
}
