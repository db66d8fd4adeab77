/**
 * Lighthouse's scores of some pages: the medians of several runs, on a simulated mid-range phone of 390 pixels and on
 * a desktop of 1280.
 *
 * Lighthouse slows the processor down 4 times, which makes a fast desktop (a benchmark index of 1,500) a phone. On a
 * slower or busier machine that would simulate a slower phone, so the factor follows the machine's index, as
 * Lighthouse's docs/throttling.md advises. It is printed. A desktop is not slowed down.
 */
import { createServer } from 'node:net';
import { launchBrowser } from '@nablajs/browser';
import lighthouse from 'lighthouse';

/** The least score in each category. */
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
const CATEGORIES = Object.keys(LEAST);
const FULL_SPEED = 1500;
/** Lighthouse's own slow 4G for phones, and its fast network for desktops. */
const SLOW_4G = {
  rttMs: 150,
  throughputKbps: 1638.4,
  requestLatencyMs: 562.5,
  downloadThroughputKbps: 1474.56,
  uploadThroughputKbps: 675,
};
const DENSE_4G = {
  rttMs: 40,
  throughputKbps: 10_240,
  requestLatencyMs: 0,
  downloadThroughputKbps: 0,
  uploadThroughputKbps: 0,
};
const PHONE = {
  formFactor: 'mobile',
  screenEmulation: { mobile: true, width: 390, height: 844, deviceScaleFactor: 2, disabled: false },
};
const DESKTOP = {
  formFactor: 'desktop',
  screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false },
  throttling: { ...DENSE_4G, cpuSlowdownMultiplier: 1 },
};

/** Calls `report` with a line for each page and width; returns what is below a limit. */
export async function measure(browserPath, address, pages, runs, report) {
  const problems = [];
  const unhurried = { ...SLOW_4G, cpuSlowdownMultiplier: 1 };
  const { environment } = await run(browserPath, address + pages[0], { ...PHONE, throttling: unhurried });
  const slowdown = Math.min(4, Math.max(1, (4 * environment.benchmarkIndex) / FULL_SPEED));
  report(`Lighthouse: benchmark index ${Math.round(environment.benchmarkIndex)}, slowdown ${slowdown.toFixed(1)}`);
  const phone = { ...PHONE, throttling: { ...SLOW_4G, cpuSlowdownMultiplier: slowdown } };
  for (const page of pages) {
    for (const device of [phone, DESKTOP]) {
      problems.push(...(await measurePage(browserPath, address, page, device, runs, report)));
    }
  }
  return problems;
}

async function measurePage(browserPath, address, page, device, runs, report) {
  const scores = [];
  const failed = new Set();
  for (let count = 0; count < runs; count++) {
    const { audits, categories } = await run(browserPath, address + page, device);
    for (const { id, score, scoreDisplayMode } of Object.values(audits)) {
      if (score !== null && score < 0.9 && scoreDisplayMode !== 'informative') failed.add(id);
    }
    scores.push(CATEGORIES.map((name) => Math.round(100 * (categories[name]?.score ?? 0))));
  }
  const medians = CATEGORIES.map((name, at) => [name, median(scores.map((one) => one[at]))]);
  const where = `${page} at ${device.screenEmulation.width} pixels`;
  report(`${where}: ${medians.map(([name, score]) => `${name} ${score}`).join(', ')} (median of ${runs})`);
  return medians
    .filter(([name, score]) => !(score >= LEAST[name]))
    .map(([name, score]) => `${where}: Lighthouse ${name} ${score}, expected ${LEAST[name]}; see ${[...failed]}`);
}

async function run(browserPath, url, device) {
  // A browser for each run: nothing is in its cache.
  const port = await freePort();
  const browser = await launchBrowser(browserPath, [`--remote-debugging-port=${port}`]);
  try {
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', onlyCategories: CATEGORIES, ...device });
    if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await browser.close();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
