import type { Command } from 'commander';
import { describeSetting, SETTINGS, type SettingName } from '../settings/setting-table.js';

/** Declares settings as flags; their text is read and checked with the other sources', not by commander. */
export function addSettingOptions(
  command: Command,
  names: readonly SettingName[],
  descriptions: Partial<Record<SettingName, string>> = {},
): Command {
  for (const name of names) command.option(SETTINGS[name].flag, descriptions[name] ?? describeSetting(name));
  return command.option(
    '--config <file>',
    'Config file to use instead of nabla.config.{ts,js,mjs,json} in this folder.',
  );
}
