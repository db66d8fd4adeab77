/** Settings from flags, the environment and a config file, each checked by the one schema. */
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { oneLine, suggestion, usageError } from '@nablajs/command-line';
import { type ConfigFile, configFilesFrom, isWithin, loadConfigFile } from './config-file.js';
import { configSchema, type NablaConfig } from './config-schema.js';
import { flagName, SETTINGS, type SettingName } from './setting-table.js';

/** What the user gave, strongest first. */
export interface SettingSources {
  readonly flags: NablaConfig;
  readonly environment: NablaConfig;
  readonly file: NablaConfig;
  /** Absolute path of the config file; absent where there is none. */
  readonly configFile?: string;
  /** Folder of the config file, or the working folder: where packages and the file's paths are looked up from. */
  readonly projectFolder: string;
  /** Config files of the working folder that were not read, since they lie in the model's folder. */
  readonly ignoredFiles: readonly string[];
}

export interface Invocation {
  /** As commander parsed them: text, or true for a switch. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /**
   * A folder that others may have written: no config file and no package that lies in it is run unless a flag names it.
   */
  readonly modelFolder?: string;
}

/** Reads and checks every source; a CommandError names the first value that is wrong. `names`: what the command has. */
export async function readSources(invocation: Invocation, names: readonly SettingName[]): Promise<SettingSources> {
  const { flags, environment, workingFolder, modelFolder } = invocation;
  const explicit = (flags['config'] as string | undefined) ?? (environment['NABLA_CONFIG'] || undefined);
  const checkedFlags = readTexts(names, (name) => flags[name], flagName);
  const checkedEnvironment = readTexts(
    names,
    // A variable set to nothing is one that is not set, as shells have it.
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

/** Where backend packages are looked up: beside the model's folder where people work in it. */
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

/** Every key of the file must be known and every value valid. */
function checkConfig({ path, values }: ConfigFile): NablaConfig {
  const file = basename(path);
  const entries = Object.entries(values).map(([key, value]) => {
    if (!Object.hasOwn(configSchema.shape, key)) {
      const known = Object.keys(configSchema.shape);
      throw usageError(`${file}: unknown key '${key}'.${suggestion(key, known) || ` Known: ${known.join(', ')}.`}`);
    }
    const name = key as keyof NablaConfig;
    return [name, checkSetting(name, value, `${file}: ${key}`, value)];
  });
  return Object.fromEntries(entries);
}

/** The value as the schema has it; a CommandError that begins with `label` where it is none. `given` is what was typed. */
export function checkSetting(name: keyof NablaConfig, value: unknown, label: string, given: unknown): unknown {
  const result = configSchema.shape[name].safeParse(value);
  if (result.success) return result.data;
  const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name as SettingName] : undefined;
  const expected = setting?.expected ?? (name === '$schema' ? 'a text' : 'an object');
  const hint = typeof given === 'string' ? suggestion(given, setting?.names ?? []) : '';
  throw usageError(`${label}: expected ${expected}. Received ${show(given)}.${hint}`);
}

/** A value as a message shows it: short, on one line. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (toJson(value) ?? String(value));
  const line = oneLine(text);
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** NaN and infinities, which JSON would call null, keep their names. */
function toJson(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
}
