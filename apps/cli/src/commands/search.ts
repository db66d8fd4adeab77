import { resolve } from 'node:path';
import { countOption, Output, usageError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { MAX_TRIALS } from '../search/draws.js';
import type { OpenSearch } from '../search/run-search.js';
import { newestSearch } from '../search/search-folder.js';
import { parseSpace } from '../search/space.js';
import { readSources, type SettingSources } from '../settings/setting-sources.js';
import { mergedSettings, SEARCH_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';
import { withData } from './with-data.js';

/** Where searches lie that nobody named a folder for. */
const SEARCHES_FOLDER = 'searches';
const DEFAULT_TRIALS = 20;

const HELP: readonly HelpBlock[] = [
  {
    title: 'What --try takes',
    rows: [
      ['learningRate=0.0001..0.1', 'a range; drawn log-uniformly where the upper end is 10 times the lower or more'],
      ['optimizer=adam,sgd', 'a list'],
      ['hidden=32,64,128x64', 'layers of one choice are joined by x'],
    ],
  },
  `The other settings are those of nabla train and the same for all trials. Each trial is a run in a folder of its own,
  scored on the validation data. One whose best score is below the median of those before it at the same epoch is stopped;
  --no-prune lets all of them train to their end.`,
  `Ctrl-C, SIGTERM and a closed terminal save where the search is; --resume goes on with the same results, also after a
  crash.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla search iris.csv --target species --try learningRate=0.0001..0.1 --try hidden=32,64,128x64'],
      ['$ nabla search iris.csv --target species --try optimizer=adam,sgd --try batchSize=16,32 --grid'],
      ['$ nabla search --preset quick --try learningRate=0.0003..0.01 --trials 8 --search searches/first'],
      ['$ nabla search --resume', 'go on with the newest search in searches'],
      ['$ nabla search --resume searches/first', 'or with this one'],
    ],
  },
];

interface SearchFlags {
  readonly try?: readonly string[];
  readonly trials?: string;
  readonly grid?: boolean;
  readonly search?: string;
  readonly prune: boolean;
  readonly resume?: string | true;
}

/** `setCode` takes the exit code. */
export function searchCommand(setCode: (code: number) => void): Command {
  const command = new Command('search')
    .description('Try settings of a training, and say which are the best.')
    .argument('[data]', 'A table or a folder of images: the same as --data.')
    .option('--try <name=values>', 'A setting and the values to try; may come several times.', gathered)
    .option('--trials <count>', `How many trials to draw. Default: ${DEFAULT_TRIALS}.`)
    .option('--grid', 'Try all combinations of the lists.')
    .option('--search <folder>', 'Folder of the search. searches/<time>-<preset> where absent.')
    .option('--no-prune', 'Stop no trial early.')
    .option('--resume [folder]', 'Go on with the search in this folder; with the newest one where none is named.');
  addSettingOptions(command, SEARCH_SETTINGS, {
    seed: 'Of the trials that are drawn, and of initial weights and shuffles: the same seed gives the same numbers.',
    keep: 'The last checkpoints of each trial that stay; the best one does so too. Default: 1.',
  });
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, given: Record<string, unknown>) => {
    const flags = withData('search', given, data);
    const workingFolder = process.cwd();
    const sources = await readSources({ flags, environment: process.env, workingFolder }, SEARCH_SETTINGS);
    const { json = false, quiet = false } = mergedSettings(sources);
    const { runSearch } = await import('../search/run-search.js');
    const search = await openSearch(given as unknown as SearchFlags, sources, workingFolder);
    try {
      setCode(await runSearch(search, json, new Output({ json, quiet })));
    } finally {
      await search.resources[Symbol.asyncDispose]();
      await search.folder.close();
    }
  });
}

const gathered = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

async function openSearch(flags: SearchFlags, sources: SettingSources, workingFolder: string): Promise<OpenSearch> {
  const { beginSearch, resumeSearch } = await import('../search/open-search.js');
  const parent = resolve(workingFolder, SEARCHES_FOLDER);
  if (flags.resume !== undefined) {
    checkResumption(flags);
    const folder = flags.resume === true ? newestSearch(parent) : resolve(workingFolder, flags.resume);
    return await resumeSearch(folder, sources, workingFolder);
  }
  const { grid = false, prune } = flags;
  if (flags.try === undefined) {
    throw usageError('--try: expected a setting and its values, such as learningRate=0.001..0.1. Received none.');
  }
  const space = parseSpace(flags.try, sources.flags);
  const folder = flags.search === undefined ? undefined : resolve(workingFolder, flags.search);
  return await beginSearch({ space, count: countOf(flags), grid, prune, folder, parent }, sources, workingFolder);
}

function countOf({ trials, grid = false }: SearchFlags): number {
  const count = countOption('--trials', trials) ?? DEFAULT_TRIALS;
  if (grid && trials !== undefined) {
    throw usageError('--trials: --grid tries all combinations; leave one of the two out.');
  }
  if (count <= MAX_TRIALS) return count;
  throw usageError(`--trials: expected at most ${MAX_TRIALS}. Received ${count}.`);
}

/** What a search tries was said when it was begun. */
function checkResumption(flags: SearchFlags): void {
  const given = (['try', 'trials', 'grid', 'search'] as const).find((name) => flags[name] !== undefined);
  const name = given ?? (flags.prune ? undefined : 'no-prune');
  if (name === undefined) return;
  throw usageError(
    `--${name}: a search that is resumed goes on as it was begun. Start another search, without --resume.`,
  );
}
