#!/usr/bin/env node
/**
 * Records the moving picture of the playground, docs/images/playground.gif: a digit is drawn and read, then a network
 * learns three spirals. Needs a build and Chromium.
 *
 *   node docs/scripts/picture.mjs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser, INSTALL, launchBrowser } from '@nablajs/browser';
import { serveCompressed } from './audit/serve-compressed.mjs';
import { encodeFrames } from './picture-frames.mjs';

const DIST = fileURLToPath(new URL('../../apps/playground/dist', import.meta.url));
const OUT = fileURLToPath(new URL('../images/playground.gif', import.meta.url));
const SIZE = { width: 960, height: 720 };
/** The Train view has room for more at three quarters of its size. */
const SMALLER = { viewport: { width: 1280, height: 960 }, deviceScaleFactor: 0.75 };
/** Seconds between two screenshots while something changes. */
const FRAME = 0.1;
const COLOURS = 96;
const SPIRALS = '#train?data=spirals&classes=3&count=600&noise=0.02&layers=dense32_dense32&epochs=200&seed=2&threads=1';

/** A 3, as a hand draws it: places on the pad, from 0 to 1. */
const THREE = [
  [0.27, 0.27],
  [0.36, 0.19],
  [0.5, 0.15],
  [0.63, 0.19],
  [0.68, 0.3],
  [0.62, 0.41],
  [0.47, 0.47],
  [0.62, 0.52],
  [0.71, 0.64],
  [0.66, 0.78],
  [0.5, 0.85],
  [0.35, 0.82],
  [0.26, 0.73],
];

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(`picture: there is no browser; ${INSTALL}.`);
if (!existsSync(`${DIST}/index.html`)) throw new Error('picture: there is no page; run npm run build first.');
const { address, close } = await serveCompressed(DIST);
const browser = await launchBrowser(executablePath);
let page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
const frames = [];
const shoot = async (seconds) => frames.push({ png: await page.screenshot(), seconds });

await page.goto(address);
await page.waitForSelector('.draw[data-ready=true]');
await shoot(1);
await drawThree();
await shoot(1.5);
await scrollTo('.filters');
await shoot(2);
page = await browser.newPage({ ...SMALLER, colorScheme: 'light' });
await page.goto(`${address}/${SPIRALS}`);
await page.waitForSelector('.plane');
await shoot(1.5);
await learnSpirals();
await shoot(2.5);
await browser.close();
await close();
writeFileSync(OUT, encodeFrames(frames, COLOURS));
console.log(`${OUT}: ${frames.length} frames, ${(readFileSync(OUT).length / 1e6).toFixed(2)} MB`);

async function drawThree() {
  const { x, y, width, height } = await page.locator('.pad').boundingBox();
  for (const [at, [across, down]] of THREE.entries()) {
    await page.mouse.move(x + across * width, y + down * height, { steps: 4 });
    if (at === 0) await page.mouse.down();
    await page.waitForTimeout(60); // The answer follows the pen.
    await shoot(FRAME);
  }
  await page.mouse.up();
}

async function scrollTo(selector) {
  const box = await page.locator(selector).boundingBox();
  const end = Math.max(0, box.y - 40);
  for (let step = 1; step <= 6; step++) {
    const eased = (1 - Math.cos((Math.PI * step) / 6)) / 2;
    await page.evaluate(`scrollTo(0, ${end * eased})`);
    await shoot(FRAME);
  }
}

async function learnSpirals() {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await scrollTo('.charts');
  while ((await page.locator('.position[data-state=done]').count()) === 0) await shoot(FRAME);
}
