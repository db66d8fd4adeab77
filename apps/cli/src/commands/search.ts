import { resolve } from 'node:path';
import { countOption, EXIT, Output, usageError } from '@nablajs/command-line';
import { Command, Option } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { MAX_TRIALS } from '../search/draws.js';
import type { OpenSearch } from '../search/run-search.js';
import { newestSearch } from '../search/search-folder.js';
import { parseSpace } from '../search/space.js';
import { readSources, type SettingSources } from '../settings/setting-sources.js';
import { SETTINGS } from '../settings/setting-table.js';
import { mergedSettings, SEARCH_SETTINGS } from '../settings/settings.js';
import { addSettingOptions } from './setting-options.js';
import { withData } from './with-data.js';

const SEARCHES_FOLDER = 'searches';
const DEFAULT_TRIALS = 20;

const HELP: readonly HelpBlock[] = [
  {
    title: 'What --try takes',
    rows: [
      ['learningRate=0.0001..0.1', 'a range; drawn log-uniformly if the upper end is at least 10 times the lower'],
      ['optimizer=adam,sgd', 'a list'],
      ['hidden=32,64,128x64', 'a list; x joins the layers of one network'],
    ],
  },
  `All other settings are those of nabla train, and the same for every trial. Each trial is a run in its own folder,
  scored on the validation data. A trial stops early if its best score is below the median of earlier trials at the same
  epoch; --no-prune lets every trial train to its end.`,
  `Ctrl-C, SIGTERM and a closed terminal save the search. --resume continues it with the same results, even after a
  crash.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla search iris.csv --target species --try learningRate=0.0001..0.1 --try hidden=32,64,128x64'],
      ['$ nabla search iris.csv --target species --try optimizer=adam,sgd --try batchSize=16,32 --grid'],
      ['$ nabla search --preset quick --try learningRate=0.0003..0.01 --trials 8 --search searches/first'],
      ['$ nabla search --resume', 'continue the newest search in searches'],
      ['$ nabla search --resume searches/first', 'continue this search'],
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

export function searchCommand(setCode: (code: number) => void): Command {
  const command = new Command('search')
    .description('Train with different settings, and rank them.')
    .argument('[data]', 'A table, a text (.txt), or a folder of images or texts: the same as --data.')
    .option('--try <name=values>', 'A setting and the values to try. Repeat it for more settings.', collect)
    .option('--trials <count>', `How many trials to draw. Default: ${DEFAULT_TRIALS}.`)
    .option('--grid', 'Try every combination of the lists instead.')
    .option('--search <folder>', 'Folder of the search. Default: searches/<time>-<preset>.')
    .option('--no-prune', 'Do not stop weak trials early.')
    .option('--resume [folder]', 'Continue the search in this folder. Default: the newest search in searches.')
    // Hidden: it is there to be refused with a reason.
    .addOption(new Option(SETTINGS.distributed.flag).hideHelp());
  addSettingOptions(command, SEARCH_SETTINGS, {
    seed: 'Seed of the drawn trials, initial weights and shuffles: the same seed gives the same search. Default: 0.',
    keep: 'How many of the latest checkpoints of each trial to keep; the best one always stays. Default: 1.',
  });
  return addHelpBlocks(command, HELP).action(async (data: string | undefined, given: Record<string, unknown>) => {
    const flags = withData('search', given, data);
    const workingFolder = process.cwd();
    const names = [...SEARCH_SETTINGS, 'distributed'] as const;
    const sources = await readSources({ flags, environment: process.env, workingFolder }, names);
    const { json = false, quiet = false, distributed = false } = mergedSettings(sources);
    if (distributed) {
      throw usageError(
        '--distributed: a search cannot share a trial among ranks. Search without it, then train with the best ' +
          'values: mpirun -n 4 nabla train --distributed.',
      );
    }
    const { runSearch } = await import('../search/run-search.js');
    const search = await openSearch(given as unknown as SearchFlags, sources, workingFolder);
    if (search === undefined) {
      setCode(EXIT.SIGINT);
      return;
    }
    try {
      setCode(await runSearch(search, json, new Output({ json, quiet })));
    } finally {
      await search.resources[Symbol.asyncDispose]();
      await search.folder.close();
    }
  });
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Resolves to undefined if the user was asked for the target and cancelled. */
async function openSearch(
  flags: SearchFlags,
  sources: SettingSources,
  workingFolder: string,
): Promise<OpenSearch | undefined> {
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
  const count = countOf(flags);
  const space = parseSpace(flags.try, sources.flags);
  const { completeSources } = await import('../data/choose-data.js');
  const complete = await completeSources(sources, 'search', workingFolder);
  if (complete === undefined) return undefined;
  const folder = flags.search === undefined ? undefined : resolve(workingFolder, flags.search);
  return await beginSearch({ space, count, grid, prune, folder, parent }, complete, workingFolder);
}

function countOf({ trials, grid = false }: SearchFlags): number {
  const count = countOption('--trials', trials) ?? DEFAULT_TRIALS;
  if (grid && trials !== undefined) {
    throw usageError('--trials: --grid tries every combination; leave one of the two out.');
  }
  if (count <= MAX_TRIALS) return count;
  throw usageError(`--trials: expected at most ${MAX_TRIALS}. Received ${count}.`);
}

/** A resumed search cannot change what it tries. */
function checkResumption(flags: SearchFlags): void {
  const given = (['try', 'trials', 'grid', 'search'] as const).find((name) => flags[name] !== undefined);
  const name = given ?? (flags.prune ? undefined : 'no-prune');
  if (name === undefined) return;
  throw usageError(
    `--${name}: a resumed search keeps its settings. To change them, start a new search without --resume.`,
  );
}
