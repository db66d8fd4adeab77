import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { markdownReport } from '../report/markdown.js';
import { terminalLines } from '../report/table.js';
import { writeHtml } from '../report/write-html.js';
import { readResultFile } from '../result/read-result-file.js';

/** Creates the command `report`, which shows a result file again. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Show the results in a file written by --json.')
    .argument('<file>', 'The JSON file.')
    .option('--html <file>', 'Write an HTML page with charts.')
    .option('--markdown <file>', 'Write a Markdown page.')
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
