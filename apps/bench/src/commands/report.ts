import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { terminalLines } from '../report/table.js';
import { type Run, writeHtml, writeMarkdown, writeSvg } from '../report/write-pages.js';
import { readResultFile } from '../result/read-result-file.js';

const HELP = `
The newest results come first.

Examples:
  $ nabla-bench report results.json                            the table that the run printed
  $ nabla-bench report results.json --html results.html        a page with a chart, for a browser
  $ nabla-bench report results.json --svg results.svg          the chart alone, for a README or a message
  $ nabla-bench report results/ --markdown results/README.md   a page of all runs in a folder`;

interface Flags {
  readonly html?: string;
  readonly svg?: string;
  readonly markdown?: string;
}

/** Creates the command `report`, which shows result files again. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Show the results in files written by --json.')
    .argument('<files...>', 'JSON files, or folders of them.')
    .option('--html <file>', 'Write an HTML page with a chart and all numbers.')
    .option('--svg <file>', 'Write the chart of the newest results.')
    .option('--markdown <file>', 'Write a Markdown page, and its charts next to it (NAME.svg, NAME-phone.svg).')
    .addHelpText('after', HELP)
    .action(async (paths: string[], { html, svg, markdown }: Flags) => {
      const runs = newestFirst(paths.flatMap(resultPaths));
      const files = runs.map(({ file }) => file);
      const [newest] = files;
      if (html !== undefined) await writeHtml(resolve(html), files);
      if (svg !== undefined && newest !== undefined) await writeSvg(resolve(svg), newest);
      if (markdown !== undefined) await writeMarkdown(resolve(markdown), runs);
      if ([html, svg, markdown].some((path) => path !== undefined)) return;
      const options = { width: process.stdout.columns ?? 100, color: process.stdout.isTTY === true };
      const output = new Output({ quiet: false });
      for (const [at, file] of files.entries()) {
        for (const line of at === 0 ? [] : ['']) output.print(line);
        for (const line of terminalLines(file, options)) output.printColoured(line);
      }
    });
}

/** The path itself, or the JSON files in a folder. */
function resultPaths(path: string): string[] {
  const absolute = resolve(path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true) return [absolute];
  const names = readdirSync(absolute).filter((name) => name.endsWith('.json'));
  if (names.length > 0) return names.map((name) => join(absolute, name));
  throw usageError(`the folder '${path}' has no .json file; pass files written by nabla-bench --json.`);
}

const newestFirst = (paths: readonly string[]): Run[] =>
  paths
    .map((path) => ({ path, file: readResultFile(path) }))
    .sort((a, b) => b.file.created.localeCompare(a.file.created));
