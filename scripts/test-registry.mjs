/**
 * `npm run test:registry`: publishes every package to a registry on this machine, with the command that releases use.
 * Then installs each package alone with npm, imports and type-checks its entries, runs its commands and trains.
 */
import assert from 'node:assert/strict';
import { exec } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runServer } from 'verdaccio';
import { trainNative } from '../packages/backend-native/scripts/train-native.mjs';
import { publishedPackages } from './tests.mjs';
import { bytesIn, ROOT, withoutNpm } from './tools.mjs';

/** How much the command may bring, with MNIST and all that it depends on. */
const CLI_MEGABYTES = 60;

/** The registry runs in this process, so nothing here may block. */
const execute = promisify(exec);

/** A registry with our packages only: it asks no other registry. */
async function startRegistry(folder) {
  const server = await runServer({
    self_path: folder,
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { '{@nablajs/*,create-nabla}': { access: '$all', publish: '$all' } },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'error' },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Publishes everything there, as a release does. Neither your login nor any other registry is in reach. */
async function publish(host, temporary, env) {
  const npmrc = join(temporary, 'npmrc');
  writeFileSync(npmrc, `registry=http://${host}/\n//${host}/:_authToken=any\n`);
  const here = { npm_config_registry: `http://${host}/`, npm_config_userconfig: npmrc };
  await execute('changeset publish --no-git-tag', { cwd: ROOT, env: { ...env, ...here } });
}

/** Installs a package in an empty folder, with the peers that it can do without; returns `run(command)` for there. */
async function installAlone({ name, peerDependencies = {}, peerDependenciesMeta = {} }, folder, { host, env }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.npmrc'), `@nablajs:registry=http://${host}/\n`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const run = async (command) => (await execute(command, { cwd: folder, env, maxBuffer: 2 ** 26 })).stdout;
  const optional = Object.keys(peerDependenciesMeta).map((peer) => `"${peer}@${peerDependencies[peer]}"`);
  // Install scripts are off: what matters is what npm installs, not what that downloads afterwards.
  // Only the scope has a registry of its own: this package comes from its address.
  const own = name.startsWith('@')
    ? name
    : (await run(`npm view ${name} dist.tarball --registry=http://${host}/`)).trim();
  await run(`npm install --ignore-scripts --no-audit --no-fund ${[own, ...optional].join(' ')}`);
  await run('npm ls --all');
  return run;
}

/** Imports every entry in Node, those for workers must refuse here, and compiles the declarations of all of them. */
async function importEntries({ name, exports = {} }, folder, run) {
  const entries = Object.keys(exports).map((path) => name + path.slice(1));
  const [json, modules] = [true, false].map((isJson) => entries.filter((entry) => entry.endsWith('.json') === isJson));
  const inWorker = "(error) => { if (!error.message.includes('expected to run in a worker')) throw error; }";
  const lines = [
    ...json.map((entry) => `await import('${entry}', { with: { type: 'json' } });`),
    ...modules.map((entry) => `await import('${entry}').catch(${inWorker});`),
  ];
  writeFileSync(join(folder, 'entries.js'), lines.join('\n'));
  await run('node --no-warnings entries.js');
  if (modules.length === 0) return;
  writeFileSync(join(folder, 'types.ts'), modules.map((entry, at) => `export * as x${at} from '${entry}';\n`).join(''));
  const [tsc, types] = [join('.bin', 'tsc'), '@types'].map((path) => join(ROOT, 'node_modules', path));
  const flags = '--noEmit --strict --module nodenext --target es2022 --skipLibCheck false --types node';
  await run(`"${tsc}" ${flags} --typeRoots "${types}" types.ts`);
}

/** Trains on a small table and answers, with the command as users install it. */
async function train(folder, run) {
  const rows = Array.from({ length: 40 }, (_, at) => `${at},${at % 7},${2 * at + (at % 7)}`);
  writeFileSync(join(folder, 'data.csv'), ['a,b,price', ...rows].join('\n'));
  await run('npx nabla train data.csv --target price --epochs 3 --quiet --out model');
  assert.match(await run('npx nabla predict model data.csv'), /^row 40: -?[\d.]+$/m);
  // MNIST and the charts are in our packages.
  await run('npx nabla train --preset quick --epochs 1 --quiet --out digits --run digits-run');
  await run('npx nabla report digits-run --out digits.html');
  await trainNative(folder, run);
}

/** Starts a project from every template: it depends on versions that were published. */
async function startProjects(folder, run, published) {
  for (const template of ['table', 'images', 'page', 'server']) {
    await run(`npx create-nabla ${template} --template ${template}`);
    const { dependencies } = JSON.parse(readFileSync(join(folder, template, 'package.json'), 'utf8'));
    for (const [name, version] of Object.entries(dependencies)) {
      assert.equal(published.get(name), version, `${template}: ${name}`);
    }
  }
}

async function testPackage({ folder, manifest }, temporary, registry) {
  const project = join(temporary, folder);
  const run = await installAlone(manifest, project, registry);
  const megabytes = Math.ceil(bytesIn(join(project, 'node_modules')) / 1e6);
  await importEntries(manifest, project, run);
  for (const command of Object.keys(manifest.bin ?? {})) await run(`npx ${command} --help`);
  if (manifest.name === '@nablajs/cli') {
    assert(megabytes <= CLI_MEGABYTES, `expected at most ${CLI_MEGABYTES} MB. Received ${megabytes}`);
    await train(project, run);
  }
  if (manifest.name === 'create-nabla') {
    await startProjects(
      project,
      run,
      new Map(publishedPackages(ROOT).map(({ manifest: { name, version } }) => [name, version])),
    );
  }
  const { packages } = JSON.parse(readFileSync(join(project, 'node_modules', '.package-lock.json'), 'utf8'));
  console.log(`ok: ${manifest.name} installs ${Object.keys(packages).length} packages, ${megabytes} MB, and works`);
}

const temporary = mkdtempSync(join(tmpdir(), 'nabla-registry-'));
const server = await startRegistry(join(temporary, 'registry'));
const host = `127.0.0.1:${server.address().port}`;
// Your own cache would remember packages of a registry that is gone.
const env = { ...withoutNpm(process.env), npm_config_cache: join(ROOT, 'node_modules/.cache/nabla-registry') };
try {
  const packages = publishedPackages(ROOT);
  await publish(host, temporary, env);
  const isMissing = ({ manifest }) => !existsSync(join(temporary, 'registry', 'storage', manifest.name));
  assert.deepEqual(packages.filter(isMissing), [], 'not every package was published');
  const isForAnyPlatform = ({ manifest }) => manifest.publishConfig.os === undefined;
  const waiting = packages.filter(isForAnyPlatform);
  const testInTurn = async () => {
    while (waiting.length > 0) await testPackage(waiting.shift(), temporary, { host, env });
  };
  // An install waits for the registry and the disk most of the time.
  await Promise.all([testInTurn(), testInTurn()]);
  console.log(`ok: ${packages.length} packages published and used`);
} finally {
  server.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
