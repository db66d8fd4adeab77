#!/usr/bin/env node
/**
 * Takes the pictures with which the first page of the site opens: the playground's Train view as it is within that
 * page after its training, light and dark, wide and on a phone. Needs a build and Chromium.
 *
 *   node docs/scripts/pictures/first-picture.mjs
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser, INSTALL, launchBrowser } from '@nablajs/browser';
import { serveCompressed } from '../audit/serve-compressed.mjs';

const DIST = fileURLToPath(new URL('../../../apps/playground/dist', import.meta.url));
const OUT = fileURLToPath(new URL('../../images/', import.meta.url));
/** The widths of a page's text, beside the sidebar and on a phone, and the heights in theme/style.css. */
const SIZES = { '': { width: 878, height: 452 }, '-phone': { width: 340, height: 670 } };
/** The settings of the training on that page. */
const [, SETTINGS] = /settings="([^"]+)"/.exec(readFileSync(new URL('../../index.md', import.meta.url), 'utf8')) ?? [];

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(`picture: there is no browser; ${INSTALL}.`);
const { address, close } = await serveCompressed(DIST);
const browser = await launchBrowser(executablePath);
for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport, colorScheme });
    await page.route(`${address}/frame`, (route) => {
      const style = 'border:0;width:100vw;height:100vh';
      const body = `<body style="margin:0"><iframe src="/#train?${SETTINGS}" style="${style}"></iframe>`;
      return route.fulfill({ contentType: 'text/html', body });
    });
    await page.goto(`${address}/frame`);
    await page.frameLocator('iframe').locator('.position[data-state=done]').waitFor({ timeout: 0 });
    await page.screenshot({ path: `${OUT}network-${colorScheme}${device}.png` });
  }
}
await browser.close();
await close();
