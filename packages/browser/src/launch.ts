import { type Browser, chromium, type Page } from 'playwright-core';

/**
 * Starts the browser without its sandbox, which needs rights that containers rarely give: only for pages of this
 * repository. `args` are further flags of its command line.
 */
export function launchBrowser(executablePath: string, args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}

/** The errors that a page logs or does not catch from now on, in a list that grows. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  return problems;
}
