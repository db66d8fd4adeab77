/** Opens a search: a new search, or one to resume. */
import { usageError } from '@nablajs/command-line';
import { portablePath } from '../models/model-folder.js';
import { newDatedFolder } from '../runs/dated-folders.js';
import { environmentOf } from '../runs/run-record.js';
import type { NablaConfig } from '../settings/config-schema.js';
import { resumedSources } from '../settings/resume-settings.js';
import type { SettingSources } from '../settings/setting-sources.js';
import type { SettingName } from '../settings/setting-table.js';
import { mergedSettings, SEARCH_SETTINGS, type TrainSettings } from '../settings/settings.js';
import { drawTrials, gridTrials } from './draws.js';
import { type OpenSearch, settingsOfTrial } from './run-search.js';
import { SearchFolder } from './search-folder.js';
import { isSearch, readSearch, SEARCH_FILE } from './search-record.js';
import type { Dimension, TriedValues } from './space.js';
import { SharedResources } from './trials/shared-resources.js';

/** Settings that you can change: they do not change what a trial computes. Another backend does, by a few bits. */
const FREE: readonly SettingName[] = ['checkpointEvery', 'keep', 'backend', 'strict', 'threads', 'json', 'quiet'];

export interface SearchRequest {
  readonly space: readonly Dimension[];
  readonly count: number;
  /** Whether to try all combinations instead of drawing `count` trials. */
  readonly grid: boolean;
  readonly prune: boolean;
  /** Absolute path. Default: a new folder below `parent`. */
  readonly folder: string | undefined;
  /** Absolute path. */
  readonly parent: string;
}

/**
 * Starts a search. Loads the data before it creates the folder. Throws CommandErrors and NablaErrors of code `data`.
 */
export async function beginSearch(
  request: SearchRequest,
  sources: SettingSources,
  workingFolder: string,
): Promise<OpenSearch> {
  const { space, count, grid, prune } = request;
  const seed = mergedSettings(sources).seed ?? 0;
  const trials = grid ? gridTrials(space) : drawTrials(space, seed, count);
  const [first] = trials as [TriedValues];
  const settings = settingsOfTrial(sources, first, workingFolder);
  const resources = new SharedResources();
  try {
    const { backend } = await resources.for(settings);
    const started = new Date();
    const path = request.folder ?? newDatedFolder(request.parent, started, settings.preset);
    const config = fixedConfig(sources, settings, first, path, backend.name);
    const environment = environmentOf(backend);
    const record = { started: started.toISOString(), space, seed, grid, prune, config, trials, environment };
    return { folder: await SearchFolder.create(path, record), sources, workingFolder, resources };
  } catch (error) {
    await resources[Symbol.asyncDispose]();
    throw error;
  }
}

/** Resumes a search. Throws CommandErrors for flags that would change its results, and if `path` is not a search. */
export async function resumeSearch(path: string, sources: SettingSources, workingFolder: string): Promise<OpenSearch> {
  if (!isSearch(path)) throw usageError(`--resume: ${path} is not the folder of a search: it has no ${SEARCH_FILE}.`);
  const own = resumedSources('search', path, readSearch(path).config, sources, FREE);
  const folder = await SearchFolder.resume(path);
  return { folder, sources: own, workingFolder, resources: new SharedResources() };
}

/** Returns the config for `search.json`: the given settings that are not tried. */
function fixedConfig(
  sources: SettingSources,
  { data, validation, backend, preset }: TrainSettings,
  tried: TriedValues,
  folder: string,
  backendName: string,
): NablaConfig {
  const given = mergedSettings(sources);
  const kept = SEARCH_SETTINGS.filter(
    (name) => !['strict', 'threads', 'json', 'quiet'].includes(name) && !Object.hasOwn(tried, name),
  );
  return {
    ...Object.fromEntries(kept.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
    // A training with the values of a trial must not try several networks.
    ...(preset === 'table-fast' && { preset }),
    backend: backend === 'auto' ? backendName : backend,
    ...(data !== undefined && { data: portablePath(folder, data) }),
    ...(typeof validation === 'string' && { validation: portablePath(folder, validation) }),
  };
}
