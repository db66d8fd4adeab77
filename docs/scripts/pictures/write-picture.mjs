#!/usr/bin/env node
/**
 * Takes the picture of the playground's Write view for the guide "Train on text", when its default training is done.
 * Needs a build and Chromium.
 *
 *   node docs/scripts/pictures/write-picture.mjs
 */
import { fileURLToPath } from 'node:url';
import { findBrowser, INSTALL, launchBrowser, serveWorkspace } from '@nablajs/browser';

const OUT = fileURLToPath(new URL('../../images/write.png', import.meta.url));

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(`picture: there is no browser; ${INSTALL}.`);
const server = await serveWorkspace({ isolated: true });
const browser = await launchBrowser(executablePath);
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
await page.goto(`${server.page('/apps/playground/dist/index.html')}#write`);
await page.getByRole('button', { name: 'Train', exact: true }).click();
await page.waitForSelector('.position[data-state=done]', { timeout: 0 });
await page.evaluate('scrollTo(0, 0)');
await page.screenshot({ path: OUT });
await browser.close();
await server.close();
