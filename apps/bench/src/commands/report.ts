import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { markdownReport } from '../report/markdown.js';
import { terminalLines } from '../report/table.js';
import { writeHtml } from '../report/write-html.js';
import { readResultFile } from '../result/read-result-file.js';

/** The table or the report of a file of results, made again. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Show the results in a file that --json wrote.')
    .argument('<file>', 'The JSON file.')
    .option('--html <file>', 'Write a report with charts, in one file.')
    .option('--markdown <file>', 'Write a page for a repository.')
    .addHelpText(
      'after',
      '\nExamples:\n  $ nabla-bench report results.json\n  $ nabla-bench report results.json --html results.html\n',
    )
    .action(async (path: string, { html, markdown }: { html?: string; markdown?: string }) => {
      const file = readResultFile(resolve(path));
      if (html !== undefined) await writeHtml(resolve(html), file);
      if (markdown !== undefined) await writeFile(resolve(markdown), markdownReport(file));
      if (html !== undefined || markdown !== undefined) return;
      const options = { width: process.stdout.columns ?? 100, color: process.stdout.isTTY === true };
      process.stdout.write(`${terminalLines(file, options).join('\n')}\n`);
    });
}
