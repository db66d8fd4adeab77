/** Reads settings from flags, the environment and a config file, and checks each against the schema. */
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { oneLine, suggestion, usageError } from '@nablajs/command-line';
import { seePage } from '@nablajs/core';
import { configSchema, type NablaConfig } from './config-schema.js';
import { type ConfigFile, configFilesFrom, isWithin, loadConfigFile } from './file/config-file.js';
import { flagName, SETTINGS, type SettingName } from './setting-table.js';

/** The settings that the user gave, in order of precedence. */
export interface SettingSources {
  readonly flags: NablaConfig;
  readonly environment: NablaConfig;
  readonly file: NablaConfig;
  /** The data that were found because none are named, and the target that the user chose when asked. */
  readonly found?: Pick<NablaConfig, 'data' | 'target'>;
  /** Absolute path of the config file, if there is one. */
  readonly configFile?: string;
  /** Folder of the config file, or else the working folder. Packages and the file's paths are resolved from it. */
  readonly projectFolder: string;
  /** Config files of the working folder that were not read because they lie in the model's folder. */
  readonly ignoredFiles: readonly string[];
}

export interface Invocation {
  /** As commander parsed them: text, or true for a switch. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /**
   * A folder that somebody else may have written. No config file and no package in it runs unless a flag names it.
   */
  readonly modelFolder?: string;
}

/** Reads and checks the settings `names` from every source. Throws a CommandError that names the first wrong value. */
export async function readSources(invocation: Invocation, names: readonly SettingName[]): Promise<SettingSources> {
  const { flags, environment, workingFolder, modelFolder } = invocation;
  const explicit = (flags['config'] as string | undefined) ?? (environment['NABLA_CONFIG'] || undefined);
  const checkedFlags = readTexts(names, (name) => flags[name], flagName);
  const checkedEnvironment = readTexts(
    names,
    // An empty variable counts as unset.
    (name) => environment[SETTINGS[name].environment] || undefined,
    (name) => SETTINGS[name].environment,
  );
  const ignoredFiles =
    modelFolder === undefined || explicit !== undefined ? [] : configFilesFrom(workingFolder, modelFolder);
  const file = ignoredFiles.length > 0 ? undefined : await loadConfigFile(workingFolder, explicit);
  return {
    flags: checkedFlags,
    environment: checkedEnvironment,
    file: file === undefined ? {} : checkConfig(file),
    ...(file !== undefined && { configFile: file.path }),
    projectFolder: file?.folder ?? trustedFolder(workingFolder, modelFolder),
    ignoredFiles,
  };
}

/** Where to look up backend packages. If the working folder lies in the model's folder, look beside that folder. */
function trustedFolder(workingFolder: string, modelFolder: string | undefined): string {
  if (modelFolder === undefined || !isWithin(workingFolder, modelFolder)) return workingFolder;
  return dirname(realpathSync(modelFolder));
}

function readTexts(
  names: readonly SettingName[],
  given: (name: SettingName) => unknown,
  label: (name: SettingName) => string,
): NablaConfig {
  const entries = names.flatMap((name) => {
    const raw = given(name);
    if (raw === undefined) return [];
    const value = typeof raw === 'string' ? SETTINGS[name].fromText(raw) : raw;
    return [[name, checkSetting(name, value, label(name), raw)]];
  });
  return Object.fromEntries(entries);
}

/** Checks that every key of the file is known and every value valid. */
function checkConfig({ path, values }: ConfigFile): NablaConfig {
  const file = basename(path);
  const entries = Object.entries(values).map(([key, value]) => {
    if (!Object.hasOwn(configSchema.shape, key)) {
      const known = Object.keys(configSchema.shape);
      const guide = seePage('packages/cli#config-file');
      throw usageError(
        `${file}: unknown key '${key}'.${suggestion(key, known) || ` Known: ${known.join(', ')}.`}${guide}`,
      );
    }
    const name = key as keyof NablaConfig;
    return [name, checkSetting(name, value, `${file}: ${key}`, value)];
  });
  return Object.fromEntries(entries);
}

/** Returns the parsed value, or throws a CommandError that begins with `label`. `given` is what the user typed. */
export function checkSetting(name: keyof NablaConfig, value: unknown, label: string, given: unknown): unknown {
  const result = configSchema.shape[name].safeParse(value);
  if (result.success) return result.data;
  const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name as SettingName] : undefined;
  const expected = setting?.expected ?? (name === '$schema' ? 'a text' : 'an object');
  const hint = typeof given === 'string' ? suggestion(given, setting?.names ?? []) : '';
  const guide = setting?.names === undefined ? '' : seePage('packages/cli#settings-of-nabla-train');
  throw usageError(`${label}: expected ${expected}. Received ${show(given)}.${hint}${guide}`);
}

/** Formats a value for a message: short, and on one line. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (toJson(value) ?? String(value));
  const line = oneLine(text);
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** Converts to JSON, but keeps the names of NaN and the infinities, which JSON would turn into null. */
function toJson(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
}
