#!/usr/bin/env node
/**
 * Makes the moving picture at the top of README.md, docs/images/first-minutes.gif: records the commands below in a
 * terminal, replays them with xterm.js in Chromium, scrolls through the report, and joins the screenshots to a GIF.
 * Needs a build, Chromium, and util-linux's `script`.
 *
 *   node docs/scripts/picture.mjs
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBrowser, INSTALL, launchBrowser } from '@nablajs/browser';
import { encodeFrames } from './picture/frames.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'docs', 'images', 'first-minutes.gif');
const SIZE = { width: 960, height: 600 };
const [COLUMNS, ROWS] = [100, 28];
/** Seconds between two screenshots, while something changes. */
const FRAME = 0.12;
/** `slow`: how many times as long a command takes in the picture. `hold`: seconds to read what it printed. */
const COMMANDS = [
  { line: 'nabla train penguins.csv --target species --out model --ui', slow: 1.5, hold: 2.5 },
  { line: 'nabla predict model new.csv', slow: 0.3, hold: 3 },
  { line: 'nabla report', slow: 0.3, hold: 1.5 },
];
const NEW_ROWS = `island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex
Biscoe,46.2,14.1,217,4600,female
Dream,49.5,19.0,200,3900,male
`;

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(`picture: there is no browser; ${INSTALL}.`);
const folder = mkdtempSync(join(tmpdir(), 'nabla-picture-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(ROOT, 'apps', 'cli', 'examples', 'penguins.csv'), join(folder, 'penguins.csv'));
writeFileSync(join(folder, 'new.csv'), NEW_ROWS);

const recordings = COMMANDS.map(record);
const browser = await launchBrowser(executablePath);
const frames = [];
await filmTerminal(recordings);
await filmReport();
await browser.close();
writeFileSync(OUT, encodeFrames(frames));
console.log(`${OUT}: ${frames.length} frames, ${(readFileSync(OUT).length / 1e6).toFixed(2)} MB`);

/** What the command writes to a terminal: pieces of text, each with the seconds since the one before. */
function record({ line, slow, hold }) {
  const [text, times] = ['text', 'times'].map((name) => join(folder, name));
  const command = line.replace(/^nabla/, `"${process.execPath}" "${join(ROOT, 'apps', 'cli', 'bin', 'nabla.js')}"`);
  const inTerminal = `stty cols ${COLUMNS} rows ${ROWS}; ${command}`;
  const env = { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor' };
  const options = ['-q', '-e', '-c', inTerminal, '--log-out', text, '--log-timing', times];
  const { status, stdout } = spawnSync('script', options, { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line} ended with ${status}: ${stdout}`);
  let bytes = readFileSync(text);
  // A line about the recording itself comes first.
  bytes = bytes.subarray(bytes.indexOf('\n') + 1);
  const pieces = readFileSync(times, 'utf8').trim().split('\n');
  return {
    ...{ line, hold },
    pieces: pieces.map((piece) => {
      const [seconds, length] = piece.split(/\s+/).map(Number);
      const part = bytes.subarray(0, length).toString('latin1');
      bytes = bytes.subarray(length);
      return { seconds: seconds * slow, part };
    }),
  };
}

async function filmTerminal(all) {
  const page = await browser.newPage({ viewport: SIZE });
  const xterm = createRequire(import.meta.url).resolve('@xterm/xterm');
  await page.setContent('<body style="margin:0;background:#1b1b1f;padding:14px"><div id="terminal"></div></body>');
  await page.addStyleTag({ path: join(xterm, '..', '..', 'css', 'xterm.css') });
  await page.addScriptTag({ path: xterm });
  await page.evaluate(openTerminal, { cols: COLUMNS, rows: ROWS });
  const write = (part) => page.evaluate(writeToTerminal, part);
  const shoot = async (seconds) => frames.push({ png: await page.screenshot(), seconds });
  for (const { line, pieces, hold } of all) {
    await write('\x1b[32m$\x1b[0m ');
    for (const typed of line.match(/.{1,3}/g)) {
      await write(typed);
      await shoot(FRAME);
    }
    await write('\r\n');
    let since = 0;
    for (const { seconds, part } of pieces) {
      since += Math.min(seconds, 1);
      for (; since >= FRAME; since -= FRAME) await shoot(FRAME);
      await write(part);
    }
    await shoot(hold);
  }
  await page.close();
}

async function filmReport() {
  const [run] = readdirSync(join(folder, 'runs'));
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, 'runs', run, 'report.html')).href);
  const height = await page.evaluate('document.documentElement.scrollHeight');
  const stops = Math.min(3, Math.ceil((height - SIZE.height) / (SIZE.height - 80)));
  frames.push({ png: await page.screenshot(), seconds: 2 });
  for (let stop = 1; stop <= stops; stop++) {
    for (let step = 1; step <= 6; step++) {
      const eased = (1 - Math.cos((Math.PI * step) / 6)) / 2;
      await page.evaluate((top) => scrollTo(0, top), (stop - 1 + eased) * (SIZE.height - 80));
      frames.push({ png: await page.screenshot(), seconds: step === 6 ? 2 : FRAME });
    }
  }
  await page.close();
}

/** Runs in the page. */
function openTerminal(size) {
  globalThis.terminal = new Terminal({
    ...{ ...size, fontSize: 15, lineHeight: 1.15, cursorBlink: false, fontFamily: 'DejaVu Sans Mono, monospace' },
    theme: { background: '#1b1b1f', foreground: '#dfdfd6' },
  });
  globalThis.terminal.open(document.getElementById('terminal'));
}

/** Runs in the page. */
function writeToTerminal(part) {
  const bytes = Uint8Array.from(part, (letter) => letter.charCodeAt(0));
  return new Promise((resolve) => globalThis.terminal.write(bytes, resolve));
}
