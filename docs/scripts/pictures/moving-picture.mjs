#!/usr/bin/env node
/**
 * Makes README.md's moving picture: the playground's Train view, as the first page of the site has it, while it learns
 * its three spirals. Needs a build and Chromium.
 *
 *   node docs/scripts/pictures/moving-picture.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser, INSTALL, launchBrowser } from '@nablajs/browser';
import { decode } from 'fast-png';
import gifenc from 'gifenc';
import { serveCompressed } from '../audit/serve-compressed.mjs';

const { applyPalette, GIFEncoder, quantize } = gifenc;
const DIST = fileURLToPath(new URL('../../../apps/playground/dist', import.meta.url));
const OUT = fileURLToPath(new URL('../../images/playground.gif', import.meta.url));
const SIZE = { width: 720, height: 388 };
const FRAMES = 30;
const COLOURS = 64;
/** Milliseconds that a frame shows, and the last one. */
const [DELAY, LAST] = [120, 3000];
const LIMIT = 600_000;
/** The settings of the training on that page. */
const [, SETTINGS] = /settings="([^"]+)"/.exec(readFileSync(new URL('../../index.md', import.meta.url), 'utf8')) ?? [];

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(`picture: there is no browser; ${INSTALL}.`);
const { address, close } = await serveCompressed(DIST);
const browser = await launchBrowser(executablePath);
const shots = await takeShots();
await browser.close();
await close();
const gif = encodeGif(evenly(shots, FRAMES).map((shot) => decode(shot)));
if (gif.length > LIMIT) throw new Error(`picture: expected at most ${LIMIT} bytes. Received ${gif.length}`);
writeFileSync(OUT, gif);
console.log(`${OUT}: ${Math.min(FRAMES, shots.length)} of ${shots.length} pictures, ${gif.length} bytes`);

/** Pictures from the start of the training to its end, as fast as the browser takes them. */
async function takeShots() {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.route(`${address}/frame`, (route) => {
    const frame = `<iframe src="/#train?${SETTINGS}" style="border:0;width:100vw;height:100vh"></iframe>`;
    return route.fulfill({ contentType: 'text/html', body: `<body style="margin:0">${frame}` });
  });
  await page.goto(`${address}/frame`);
  const position = page.frameLocator('iframe').locator('.position');
  await page.frameLocator('iframe').locator('.charts').waitFor();
  const taken = [];
  let state;
  do {
    state = await position.getAttribute('data-state');
    taken.push(await page.screenshot());
  } while (state !== 'done');
  return taken;
}

/** `count` of the pictures: the first, the last, and others at equal distances. */
function evenly(pictures, count) {
  if (pictures.length <= count) return pictures;
  return Array.from({ length: count }, (_, at) => pictures[Math.round((at * (pictures.length - 1)) / (count - 1))]);
}

/** One palette for all, of the last frame, which has every colour; no dithering. Pixels that stay are transparent. */
function encodeGif(frames) {
  const encoder = GIFEncoder();
  const palette = quantize(rgba(frames.at(-1)), COLOURS - 1);
  const clear = palette.length;
  const full = [...palette, [0, 0, 0]];
  let before;
  for (const [at, frame] of frames.entries()) {
    const indices = applyPalette(rgba(frame), palette);
    const changed = before === undefined ? indices : indices.map((index, i) => (index === before[i] ? clear : index));
    const delay = at === frames.length - 1 ? LAST : DELAY;
    const first = at === 0 ? { palette: full } : {};
    encoder.writeFrame(changed, SIZE.width, SIZE.height, {
      ...first,
      delay,
      dispose: 1,
      transparent: at > 0,
      transparentIndex: clear,
    });
    before = indices;
  }
  encoder.finish();
  return encoder.bytes();
}

/** The pixels of a picture with four bytes each. */
function rgba({ data, channels, width, height }) {
  if (channels === 4) return Uint8Array.from(data);
  const pixels = new Uint8Array(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) pixels.set(data.subarray(3 * i, 3 * i + 3), 4 * i);
  return pixels;
}
