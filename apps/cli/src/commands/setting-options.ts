import type { Command } from 'commander';
import { describeSetting, SETTINGS, type SettingName } from '../settings/setting-table.js';

/** `readSources`, not commander, parses and checks the text of these flags. */
export function addSettingOptions(
  command: Command,
  names: readonly SettingName[],
  descriptions: Partial<Record<SettingName, string>> = {},
): Command {
  for (const name of names) command.option(SETTINGS[name].flag, descriptions[name] ?? describeSetting(name));
  return command.option('--config <file>', 'Config file. Default: nabla.config.{ts,js,mjs,json} in this folder.');
}
