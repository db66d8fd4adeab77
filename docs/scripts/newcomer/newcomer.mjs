/** Somebody with nothing but Node and npm: an empty home, an empty folder, and commands that they type. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, INSTALL, launchBrowser, watchPage } from '@nablajs/browser';
import { withoutNpm } from '../../../scripts/tools.mjs';

/** How long a program may take until it says where it listens, and a page until it has trained, in milliseconds. */
const PATIENCE = 120_000;

export class Newcomer {
  /** The seconds of all commands so far. */
  seconds = 0;
  #env;

  /** Makes the home and the folder `folder` in an empty place. */
  constructor(place, registry) {
    const home = join(place, 'home');
    this.folder = join(place, 'folder');
    for (const each of [home, this.folder]) mkdirSync(each, { recursive: true });
    writeFileSync(join(home, '.npmrc'), `registry=${registry.address}\n`);
    const own = { HOME: home, npm_config_cache: join(home, 'cache'), NO_COLOR: '1' };
    this.#env = { ...withoutNpm(process.env), ...own };
  }

  /** Runs a command line and returns what it prints. Throws an Error if it fails. */
  async type(command, cwd = this.folder) {
    const began = performance.now();
    const child = spawn('bash', ['-c', command], { cwd, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    const code = child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)));
    this.#count(began, command);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${errors}${output}`);
    return output;
  }

  /** Starts a command that serves, calls `use` with the address that it prints, and ends it. */
  async serve(command, cwd, use, env = {}) {
    const began = performance.now();
    const options = { cwd, env: { ...this.#env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true };
    const child = spawn('bash', ['-c', command], options);
    try {
      await use(await addressOf(child, command));
    } finally {
      // npm has started a shell, and that a program.
      if (child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    }
    this.#count(began, command);
  }

  #count(began, command) {
    const took = (performance.now() - began) / 1000;
    this.seconds += took;
    console.log(`${took.toFixed(1).padStart(6)} s  ${command}`);
  }
}

async function addressOf(child, command) {
  let text = '';
  return await new Promise((resolve, reject) => {
    const fail = (what) => reject(new Error(`${command}: expected an address. ${what}: ${text}`));
    const timer = setTimeout(() => fail(`None after ${PATIENCE / 1000} s`), PATIENCE);
    child.on('exit', (code) => fail(`It ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        const [address] = /http:\/\/[\w.]+:\d+/.exec(text) ?? [];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

/** Opens the page of the template `page`, waits until it has trained, and returns the share of right answers. */
export async function trainInPage(address) {
  const path = findBrowser();
  if (path === undefined) {
    if (process.env.NABLA_REQUIRE_BROWSER === '1') throw new Error(`expected a browser: ${INSTALL}`);
    console.log(`          not opened, there is no browser: ${INSTALL}`);
    return undefined;
  }
  const browser = await launchBrowser(path);
  try {
    const page = await browser.newPage();
    const problems = watchPage(page);
    await page.goto(address);
    const status = page.locator('#status');
    await status.filter({ hasText: /^(Done|It stopped):/ }).waitFor({ timeout: PATIENCE });
    const text = await status.textContent();
    const [, right] = /^Done: ([\d.]+) %/.exec(text) ?? [];
    const losses = await page.locator('#curve polyline').getAttribute('points');
    const drawn = losses?.split(' ').length ?? 0;
    if (right === undefined || drawn < 100 || problems.length > 0) {
      throw new Error(`${address}: ${text} Losses drawn: ${drawn}. Problems: ${problems.join('; ') || 'none'}`);
    }
    return Number(right);
  } finally {
    await browser.close();
  }
}
