import type { Command } from 'commander';
import { describeSetting, SETTINGS, type SettingName } from '../setting-table.js';

/** Declares settings as flags; their text is read and checked with the other sources', not by commander. */
export function addSettingOptions(command: Command, names: readonly SettingName[]): Command {
  for (const name of names) command.option(SETTINGS[name].flag, describeSetting(name));
  return command.option(
    '--config <file>',
    'Config file to use instead of nabla.config.{ts,js,mjs,json} in this folder.',
  );
}
