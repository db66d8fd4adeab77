import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, INSTALL } from './find-browser.js';
import { launchBrowser, watchPage } from './launch.js';
import { type ServeOptions, type Server, serveWorkspace } from './serve.js';

export type { Page };

/**
 * Opens an empty page that loads a module of the workspace (`/packages/…`), or a page of the workspace (`/….html`). A
 * test fails if a page logs an error during it.
 */
export type Open = (path: string, options: ServeOptions) => Promise<Page>;

/**
 * Calls a function of the page's global `tasks`, with JSON values or undefined as arguments, and returns its result.
 */
export function ask(page: Page, task: string, ...args: readonly unknown[]): Promise<unknown> {
  return page.evaluate(`tasks.${task}(${args.map((value) => JSON.stringify(value) ?? 'undefined').join()})`);
}

/** Flags with which headless Chromium has WebGPU without a graphics card. */
export const WEBGPU_FLAGS: readonly string[] = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * Defines a suite that runs in a browser. Without a browser it is skipped; with NABLA_REQUIRE_BROWSER=1 it fails.
 * `args` are more flags of the browser's command line, such as `WEBGPU_FLAGS`.
 */
export function describeInBrowser(name: string, body: (open: Open) => void, args: readonly string[] = []): void {
  const path = findBrowser();
  if (path !== undefined) {
    describe(name, () => body(setUp(path, args)));
    return;
  }
  const words = `${name}: there is no browser; ${INSTALL}`;
  if (process.env['NABLA_REQUIRE_BROWSER'] === '1') {
    test(name, () => expect.fail(`NABLA_REQUIRE_BROWSER is 1, but ${words}`));
    return;
  }
  console.warn(`NOT TESTED: ${words}`);
  leaveNote(`not tested in a browser: ${INSTALL}`);
  describe.skip(words, () => body(() => Promise.reject(new Error(words))));
}

function setUp(executablePath: string, args: readonly string[]): Open {
  let browser: Browser | undefined;
  let servers: readonly [isolated: Server, plain: Server] | undefined;
  const problems: string[][] = [];
  beforeAll(async () => {
    servers = await Promise.all([serveWorkspace({ isolated: true }), serveWorkspace({ isolated: false })]);
    browser = await launchBrowser(executablePath, args);
  });
  afterEach(() => expect(problems.flatMap((ofPage) => ofPage.splice(0))).toEqual([]));
  afterAll(async () => {
    if (browser !== undefined) leaveNote(`ran in Chromium ${browser.version()} too`);
    await browser?.close();
    await Promise.all((servers ?? []).map((server) => server.close()));
  });
  return async (path, options) => {
    if (browser === undefined || servers === undefined) throw new Error('open: only in tests and hooks of the suite');
    const [isolated, plain] = servers;
    const page = await browser.newPage();
    problems.push(watchPage(page));
    // Less than the time limit of a test.
    page.setDefaultTimeout(300_000);
    await page.goto((options.isolated ? isolated : plain).page(path));
    return page;
  };
}

/** Writes a note for the test summary. */
function leaveNote(note: string): void {
  writeFileSync('test-note.txt', `${note}\n`);
}
