/** The settings of a resumed run or search: those that it recorded, and the few that you can change. */
import { resolve } from 'node:path';
import { KNOWN_BACKENDS, usageError } from '@nablajs/command-line';
import { seePage } from '@nablajs/core';
import type { RunRecord } from '../runs/run-record.js';
import type { NablaConfig } from './config-schema.js';
import type { SettingSources } from './setting-sources.js';
import { flagName, SETTING_NAMES, type SettingName, shown } from './setting-table.js';
import { type TrainSettings, trainSettings } from './settings.js';
import { resolvedTokenizer } from './text-settings.js';

/** The end of an error whose reader wants to know how resuming works. */
export const RESUME_GUIDE: string = seePage('guides/early-stopping-and-checkpoints#resume-training');

/** Settings that you can change: they do not change what a step computes. Another backend does, by a few bits. */
const FREE: readonly SettingName[] = [
  ...([
    'epochs',
    'checkpointEvery',
    'keep',
    'backend',
    'out',
    'overwrite',
    'tensorboard',
    'distributed',
    'threads',
    'strict',
    'json',
    'quiet',
    'ui',
  ] as const),
];

/**
 * Returns the settings of the run in `folder`. Flags can change some of them; a flag that would change what the run
 * computes throws a CommandError. The environment and the config file count only for what a run does not record.
 */
export function resumedSettings(
  folder: string,
  { config }: RunRecord,
  sources: SettingSources,
  workingFolder: string,
): TrainSettings {
  const settings = trainSettings(resumedSources('run', folder, config, sources, FREE), workingFolder);
  if (settings.parts === config.parts) return { ...settings, run: folder };
  throw usageError(
    `--distributed: the run in ${folder} was started without --parts, so ranks cannot share its batches. ` +
      'Start a new run.',
  );
}

/** Returns the sources for a run or search in `folder`: the config that it recorded, and the flags in `free`. */
export function resumedSources(
  what: 'run' | 'search',
  folder: string,
  config: NablaConfig,
  sources: SettingSources,
  free: readonly SettingName[],
): SettingSources {
  const { flags, environment, file } = sources;
  for (const name of SETTING_NAMES) {
    if (free.includes(name) || flags[name] === undefined) continue;
    const [asked, own] = [flags[name], config[name]].map((value) => JSON.stringify([value].flat()));
    if (asked === own && name !== 'run') continue;
    const kept = config[name] === undefined ? '' : ` It was started with ${shown(config[name])}.`;
    throw usageError(
      `${flagName(name)}: a resumed ${what} keeps its settings.${kept} ` +
        `To change them, start a new ${what} without --resume.${RESUME_GUIDE}`,
    );
  }
  checkBackend(what, config, sources);
  const { json, quiet, ui } = environment;
  const { distributed = file.distributed, threads = file.threads } = environment;
  const { backendOptions } = file.backend === undefined || file.backend === config.backend ? file : {};
  const own: NablaConfig = {
    ...withAbsolutePaths(folder, config),
    ...(backendOptions !== undefined && { backendOptions }),
    // Only inside the run's folder: somebody else may have written the run, and it must not write elsewhere.
    ...(config.tensorboard !== undefined && { tensorboard: config.tensorboard === true }),
    // The ranks are yours, not the run's.
    distributed,
    threads,
  };
  return { ...sources, environment: { json, quiet, ui }, file: own };
}

/** Resolves the paths in a recorded config, which are relative to `folder`. */
export function withAbsolutePaths(folder: string, config: NablaConfig): NablaConfig {
  const { data, validation, tokenizer, from } = config;
  return {
    ...config,
    ...(data !== undefined && { data: resolve(folder, data) }),
    ...(from !== undefined && { from: resolve(folder, from) }),
    ...(tokenizer !== undefined && { tokenizer: resolvedTokenizer(tokenizer, (file) => resolve(folder, file)) }),
    ...(typeof validation === 'string' && { validation: resolve(folder, validation) }),
  };
}

/** Refuses an unknown backend that a run names: somebody else may have written the run, and a backend is code. */
function checkBackend(what: string, { backend = 'auto' }: NablaConfig, { flags, file }: SettingSources): void {
  const isTrusted = backend === 'auto' || Object.hasOwn(KNOWN_BACKENDS, backend);
  if (isTrusted || flags.backend !== undefined || file.backend === backend) return;
  throw usageError(`--resume: the ${what} used the backend ${backend}. To use it again, name it with --backend.`);
}
