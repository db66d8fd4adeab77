/** Lighthouse's scores of some pages: the median of several runs, on a simulated phone. */
import { createServer } from 'node:net';
import { launchBrowser } from '@nablajs/browser';
import lighthouse from 'lighthouse';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const LEAST = 95;

/** Calls `report` with a line for each page; returns what is below the limit. */
export async function measure(browserPath, address, pages, runs, report) {
  const problems = [];
  for (const page of pages) {
    const scores = [];
    const failed = new Set();
    for (let run = 0; run < runs; run++) scores.push(await scoresOf(browserPath, address + page, failed));
    const medians = CATEGORIES.map((name, at) => [name, median(scores.map((one) => one[at]))]);
    report(`${page}: ${medians.map(([name, score]) => `${name} ${score}`).join(', ')} (median of ${runs})`);
    for (const [name, score] of medians.filter(([, score]) => !(score >= LEAST))) {
      problems.push(`${page}: Lighthouse ${name} ${score}, expected ${LEAST}; see ${[...failed].join(', ')}`);
    }
  }
  return problems;
}

async function scoresOf(browserPath, url, failed) {
  // A browser for each run: nothing is in its cache.
  const port = await freePort();
  const browser = await launchBrowser(browserPath, [`--remote-debugging-port=${port}`]);
  try {
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', onlyCategories: CATEGORIES });
    if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    for (const { id, score, scoreDisplayMode } of Object.values(lhr.audits)) {
      if (score !== null && score < 0.9 && scoreDisplayMode !== 'informative') failed.add(id);
    }
    return CATEGORIES.map((name) => Math.round(100 * (lhr.categories[name]?.score ?? 0)));
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
