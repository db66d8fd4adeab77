#!/usr/bin/env node
/**
 * Opens a report in a browser and takes a screenshot of the whole page:
 *
 *     screenshot.mjs FILE.html OUT.png [--dark] [--width N]
 *
 * Exits with 1 if the page logs an error, requests anything else, is wider than the window, or has a chart without size
 * or text.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findBrowser, INSTALL, launchBrowser, watchPage } from '@nablajs/browser';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { dark: { type: 'boolean', default: false }, width: { type: 'string', default: '1400' } },
});
const [page, picture] = positionals;
const width = Number(values.width);
if (page === undefined || picture === undefined || !Number.isInteger(width) || width < 1) {
  fail('usage: screenshot.mjs FILE.html OUT.png [--dark] [--width N]', 2);
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
    problems.push(...(await tab.evaluate(inspectPage)));
    await tab.screenshot({ path, fullPage: true });
    return problems;
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
function inspectPage() {
  const charts = [...document.querySelectorAll('svg.chart')];
  const problems = charts.flatMap((svg) => {
    const name = svg.parentElement.getAttribute('aria-label');
    const { width, height } = svg.getBoundingClientRect();
    const text = [...svg.querySelectorAll('text')].filter(({ textContent }) => textContent.trim() !== '');
    return [
      ...(width > 50 && height > 30 ? [] : [`chart '${name}': ${width} x ${height} pixels`]),
      ...(text.some((one) => one.getBoundingClientRect().width > 0) ? [] : [`chart '${name}': no text`]),
    ];
  });
  const marks = [...document.querySelectorAll('svg.mark')].filter((svg) => svg.getBoundingClientRect().width === 0);
  const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [
    ...problems,
    ...(charts.length > 0 ? [] : ['no chart']),
    ...(marks.length > 0 ? [`${marks.length} marks without size`] : []),
    ...(overflow > 0 ? [`the page is ${overflow} pixels wider than the window`] : []),
  ];
}

function fail(message, code) {
  process.stderr.write(`screenshot: ${message}\n`);
  process.exit(code);
}
