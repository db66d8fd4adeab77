/**
 * Lighthouse's scores of some pages: the median of several runs, on a simulated mid-range phone.
 *
 * Lighthouse slows the processor down 4 times, which makes a fast desktop (a benchmark index of 1,500) a phone. On a
 * slower or busier machine that would simulate a slower phone, so the factor follows the machine's index, as
 * Lighthouse's docs/throttling.md advises. It is printed.
 */
import { createServer } from 'node:net';
import { launchBrowser } from '@nablajs/browser';
import lighthouse from 'lighthouse';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const LEAST = 95;
const FULL_SPEED = 1500;
/** Lighthouse's own slow 4G, to which the factor is added. */
const NETWORK = {
  rttMs: 150,
  throughputKbps: 1638.4,
  requestLatencyMs: 562.5,
  downloadThroughputKbps: 1474.56,
  uploadThroughputKbps: 675,
};

/** Calls `report` with a line for each page; returns what is below the limit. */
export async function measure(browserPath, address, pages, runs, report) {
  const problems = [];
  const { environment } = await run(browserPath, address + pages[0], 1);
  const slowdown = Math.min(4, Math.max(1, (4 * environment.benchmarkIndex) / FULL_SPEED));
  report(`Lighthouse: benchmark index ${Math.round(environment.benchmarkIndex)}, slowdown ${slowdown.toFixed(1)}`);
  for (const page of pages) {
    const scores = [];
    const failed = new Set();
    for (let count = 0; count < runs; count++) {
      const { audits, categories } = await run(browserPath, address + page, slowdown);
      for (const { id, score, scoreDisplayMode } of Object.values(audits)) {
        if (score !== null && score < 0.9 && scoreDisplayMode !== 'informative') failed.add(id);
      }
      scores.push(CATEGORIES.map((name) => Math.round(100 * (categories[name]?.score ?? 0))));
    }
    const medians = CATEGORIES.map((name, at) => [name, median(scores.map((one) => one[at]))]);
    report(`${page}: ${medians.map(([name, score]) => `${name} ${score}`).join(', ')} (median of ${runs})`);
    for (const [name, score] of medians.filter(([, score]) => !(score >= LEAST))) {
      problems.push(`${page}: Lighthouse ${name} ${score}, expected ${LEAST}; see ${[...failed].join(', ')}`);
    }
  }
  return problems;
}

async function run(browserPath, url, cpuSlowdownMultiplier) {
  // A browser for each run: nothing is in its cache.
  const port = await freePort();
  const browser = await launchBrowser(browserPath, [`--remote-debugging-port=${port}`]);
  try {
    const throttling = { ...NETWORK, cpuSlowdownMultiplier };
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', onlyCategories: CATEGORIES, throttling });
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
