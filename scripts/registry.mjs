/** A registry of npm packages on this machine, for tests: verdaccio, with all it holds in one folder. It asks no other registry. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { outputOf, withoutCaller } from './execute.mjs';

const require = createRequire(import.meta.url);

const HOST = '127.0.0.1';
const SECONDS_TO_START = 60;

/**
 * Starts one that takes packages of `scope`.
 *
 * @returns `{ url, token, stop }`; `stop` ends the process, which also ends with this one
 */
export async function startRegistry(folder, scope) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, 'config.yaml');
  writeFileSync(config, JSON.stringify(configuration(folder, scope)));
  const log = join(folder, 'verdaccio.log');
  const output = openSync(log, 'w');
  const bin = require.resolve('verdaccio/bin/verdaccio');
  const args = [bin, '--config', config, '--listen', `${HOST}:${port}`];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', output, output] });
  closeSync(output);
  const kill = () => child.kill();
  process.on('exit', kill);
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
  };
  const url = `http://${HOST}:${port}/`;
  try {
    await untilItAnswers(`${url}-/ping`, child, log);
    return { url, token: await addUser(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** JSON is YAML. No uplinks: what it does not hold it does not have. */
function configuration(folder, scope) {
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: {},
    packages: { [`${scope}/*`]: { access: '$all', publish: '$authenticated', unpublish: '$authenticated' } },
    max_body_size: '100mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(url, child, log) {
  for (let attempt = 0; attempt < SECONDS_TO_START * 5; attempt++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null) break;
    await wait(200);
  }
  throw new Error(`verdaccio did not start; it says:\n${readFileSync(log, 'utf8')}`);
}

async function addUser(url) {
  const name = 'nabla';
  const answer = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: 'not a secret, of a registry that lives for minutes' }),
  });
  const { token } = await answer.json();
  if (typeof token !== 'string') throw new Error(`verdaccio gave no token: ${answer.status} ${answer.statusText}`);
  return token;
}

/**
 * The environment in which npm and pnpm take `scope` from the registry, and everything else from where the user has it from. Their
 * caches are in `caches`: the user's must not remember packages of a registry that is gone.
 */
export async function registryEnvironment({ url, token }, scope, { npmrc, caches, bin }) {
  const config = await outputOf('npm', ['config', 'get', 'userconfig']);
  const own = [`${scope}:registry=${url}`, `${url.replace(/^http:/, '')}:_authToken=${token}`];
  writeFileSync(npmrc, `${readOptional(config.trim())}\n${own.join('\n')}\n`);
  const [upper, lower] = ['NO_PROXY', 'no_proxy'].map((name) => [process.env[name], HOST].filter(Boolean).join(','));
  return {
    ...withoutCaller(process.env),
    npm_config_userconfig: npmrc,
    npm_config_cache: join(caches, 'npm'),
    npm_config_noproxy: lower,
    NO_PROXY: upper,
    no_proxy: lower,
    XDG_CACHE_HOME: join(caches, 'others'),
    PATH: [bin, process.env.PATH].join(delimiter),
  };
}

function readOptional(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
