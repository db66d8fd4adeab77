#!/usr/bin/env node
/**
 * Opens a report in a browser and takes a screenshot of the whole page:
 *
 *     screenshot.mjs FILE.html OUT.png [--dark] [--open] [--width N]
 *
 * --open unfolds all parts of the page. Exits with 1 if the page logs an error, requests anything, is wider than the
 * window, or lacks a chart with readable text.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, INSTALL, launchBrowser, watchPage } from '@nablajs/browser';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
    width: { type: 'string', default: '1400' },
  },
});
const [page, picture] = positionals;
const width = Number(values.width);
if (page === undefined || picture === undefined || !Number.isInteger(width) || width < 1) {
  fail('usage: screenshot.mjs FILE.html OUT.png [--dark] [--open] [--width N]', 2);
}
if (!existsSync(page)) fail(`${page}: no such file.`, 2);
const executablePath = findBrowser() ?? fail(`no browser: ${INSTALL}.`, 2);
const problems = await takePicture(executablePath, pathToFileURL(resolve(page)).href, picture);
if (problems.length > 0) fail(problems.join('\n'), 1);

/** Takes the screenshot and returns the problems of the page, one line each. */
async function takePicture(executablePath, address, path) {
  const browser = await launchBrowser(executablePath);
  try {
    const tab = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: values.dark ? 'dark' : 'light',
      deviceScaleFactor: 1,
    });
    const problems = watchPage(tab);
    tab.on('request', (request) => {
      const url = request.url();
      if (url !== address && !url.startsWith('data:')) problems.push(`request: ${url}`);
    });
    await tab.goto(address, { waitUntil: 'load' });
    if (values.open) await tab.evaluate(unfold);
    problems.push(...(await tab.evaluate(inspectPage)));
    await tab.screenshot({ path, fullPage: true });
    return problems;
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
function unfold() {
  for (const part of document.querySelectorAll('details')) part.open = true;
}

/** Runs in the browser. Of a chart with several forms, only the one that fits the window is visible. */
function inspectPage() {
  const LEAST_TEXT = 9;
  const quoted = ({ textContent }) => `'${textContent.trim()}'`;
  const isApart = (a, b) =>
    a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
  const inspectChart = (svg) => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll('text')]
      .filter(({ textContent }) => textContent.trim() !== '')
      .map((text) => ({ text, place: text.getBoundingClientRect() }));
    const sizes = texts.map(({ text }) => scale * Number.parseFloat(getComputedStyle(text).fontSize));
    const smallest = Math.min(...sizes);
    const isCut = ({ left, right, top, bottom }) =>
      left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
    const covered = texts.flatMap(({ text, place }, at) =>
      texts.slice(at + 1).flatMap((other) => (isApart(place, other.place) ? [] : [[other.text, text]])),
    );
    return [
      ...(texts.length > 0 ? [] : ['no text']),
      ...(smallest < LEAST_TEXT ? [`text of ${smallest.toFixed(1)} pixels`] : []),
      ...texts.filter(({ place }) => isCut(place)).map(({ text }) => `${quoted(text)} is cut off`),
      ...covered.map(([text, other]) => `${quoted(text)} covers ${quoted(other)}`),
    ].map((problem) => `chart '${svg.parentElement.getAttribute('aria-label')}': ${problem}`);
  };
  const isVisible = (svg) => svg.getBoundingClientRect().width > 0;
  const charts = [...document.querySelectorAll('svg.chart')].filter(isVisible);
  const marks = [...document.querySelectorAll('details[open] svg.mark')].filter((svg) => !isVisible(svg));
  const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [
    ...charts.flatMap(inspectChart),
    ...(charts.length > 0 ? [] : ['no chart']),
    ...(marks.length > 0 ? [`${marks.length} marks without size`] : []),
    ...(overflow > 0 ? [`the page is ${overflow} pixels wider than the window`] : []),
  ];
}

function fail(message, code) {
  process.stderr.write(`screenshot: ${message}\n`);
  process.exit(code);
}
