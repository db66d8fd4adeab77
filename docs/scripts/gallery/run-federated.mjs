import { findBrowser, INSTALL, launchBrowser, serveWorkspace } from '@nablajs/browser';

/** Opens federated.html twice; returns what the first page says about every round. */
export async function runFederated() {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(`gallery: there is no browser; ${INSTALL}.`);
  const server = await serveWorkspace({ isolated: true });
  const browser = await launchBrowser(executablePath);
  const context = await browser.newContext();
  try {
    const pages = [];
    for (let at = 0; at < 2; at++) {
      const page = await context.newPage();
      await page.goto(server.page('/examples/browser/dist/federated.html'));
      pages.push(page);
    }
    for (const page of pages) await page.waitForSelector('body[data-state=done]');
    const tables = await Promise.all(
      pages.map((page) =>
        page.evaluate(() =>
          [...document.querySelectorAll('#rounds tr')].map((row) =>
            [...row.cells].map(({ textContent }) => Number.parseFloat(textContent)),
          ),
        ),
      ),
    );
    const [first, second] = tables;
    const rounds = first.map(([round, loss, , own, averaged], at) => {
      const [, otherLoss, , other] = second[at];
      return { round, losses: [loss, otherLoss], own: [own, other], averaged };
    });
    console.log(rounds.at(-1));
    return { rounds };
  } finally {
    await browser.close();
    await server.close();
  }
}
