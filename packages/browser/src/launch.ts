import { type Browser, chromium, type Page } from 'playwright-core';

/** Without its sandbox, which needs rights that containers rarely give; it is for pages of our own. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** The errors that a page logs or does not catch from now on, in a list that grows. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  return problems;
}
