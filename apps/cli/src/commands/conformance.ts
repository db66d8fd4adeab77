import { Output } from '@nablajs/command-line';
import { Command } from 'commander';
import { filterOption } from '../checks/filter.js';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { readSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { checkSettings } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';

const CONFORMANCE_SETTINGS: readonly SettingName[] = ['backend', 'dtype', 'json', 'quiet'];

const HELP: readonly HelpBlock[] = [
  `Runs every case of @nablajs/conformance that the backend supports. Each compares a kernel with literal values and a
  plain definition. A package can declare known deviations and the values it gives instead, for at most 5 % of the
  cases; each is shown with its reason.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla conformance --backend ts --dtype float64'],
      ['$ nabla conformance --backend my-backend --filter matmul', 'check one kernel while you write it'],
      ['$ nabla conformance --backend my-backend --json'],
    ],
  },
  'Exit codes: 0 the backend conforms, 1 it does not, 2 wrong usage.',
];

export function conformanceCommand(setCode: (code: number) => void): Command {
  const command = new Command('conformance').description('Check a backend against every conformance case.');
  addSettingOptions(command, CONFORMANCE_SETTINGS, {
    dtype: 'float32 or float64. Default: every float type of the backend.',
    json: 'Write one JSON object to stdout.',
    quiet: 'Write only failures and the last line.',
  });
  command.option('--filter <text>', 'Check only cases whose name contains this text.');
  return addHelpBlocks(command, HELP).action(async (flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, CONFORMANCE_SETTINGS);
    const settings = {
      ...checkSettings(sources, workingFolder, false),
      filter: filterOption(flags['filter']),
    };
    const { checkConformance } = await import('../checks/check-conformance.js');
    setCode(await checkConformance(settings, new Output(settings)));
  });
}
