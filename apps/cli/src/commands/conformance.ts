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
  `Runs every case of @nablajs/conformance that the backend can run: each kernel against literals and a plain definition.
  A package may export its known deviations, with what an element may be instead; each is shown with its reason, and at most 5 % may be.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla conformance --backend ts --dtype float64'],
      ['$ nabla conformance --backend my-backend --filter matmul', 'while you write that kernel'],
      ['$ nabla conformance --backend my-backend --json'],
    ],
  },
  'Exit codes: 0 it conforms, 1 it does not, 2 wrong usage.',
];

/** `setCode` takes the exit code. */
export function conformanceCommand(setCode: (code: number) => void): Command {
  const command = new Command('conformance').description('Check that a backend does what every backend must.');
  addSettingOptions(command, CONFORMANCE_SETTINGS, {
    dtype: 'float32 or float64; every float type of the backend where absent.',
    json: 'Write one JSON object to stdout.',
    quiet: 'Write failures and the closing line alone.',
  });
  command.option('--filter <text>', 'Only cases whose name contains this.');
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
