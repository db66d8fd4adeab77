import { findPackage, KNOWN_BACKENDS, type KnownBackend, loadBackend, Output, oneLine } from '@nablajs/command-line';
import { isFloat } from '@nablajs/core';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';

export interface BackendListing {
  readonly name: string;
  readonly package: string;
  readonly installed: boolean;
  readonly dtypes: readonly string[];
  readonly description: string;
  readonly install: string;
  /** When it is worth choosing, where that is not everywhere. */
  readonly pays?: string;
  /** Why an installed backend cannot start. */
  readonly problem?: string;
}

const HELP: readonly HelpBlock[] = [{ title: 'Examples', rows: [['$ nabla backends'], ['$ nabla backends --json']] }];

export function backendsCommand(): Command {
  const command = new Command('backends')
    .description('List the backends that have a short name, and say which are installed.')
    .option('--json', 'Write one JSON line.');
  return addHelpBlocks(command, HELP).action(async ({ json }: { json?: boolean }) => {
    const listings = await listBackends(process.cwd());
    const output = new Output({ quiet: false });
    const event = JSON.stringify({ event: 'backends', backends: listings });
    for (const line of json === true ? [event] : backendsLines(listings)) output.print(line);
  });
}

export function listBackends(projectFolder: string): Promise<BackendListing[]> {
  return Promise.all(Object.entries(KNOWN_BACKENDS).map(([name, known]) => describe(name, known, projectFolder)));
}

/** A backend that is not installed is described by the catalog. */
async function describe(name: string, known: KnownBackend, projectFolder: string): Promise<BackendListing> {
  const { dtypes, description, install, pays } = known;
  const listing = {
    ...{ name, package: known.package, installed: false, dtypes, description, install },
    ...(pays === undefined ? {} : { pays }),
  };
  if (findPackage(known.package, projectFolder) === undefined) return listing;
  try {
    const { backend } = await loadBackend({ backend: name, backendOptions: {}, projectFolder });
    const { description, dtypes } = backend;
    await backend.dispose();
    return { ...listing, installed: true, description, dtypes: dtypes.filter(isFloat) };
  } catch (error) {
    return { ...listing, installed: true, problem: oneLine(error instanceof Error ? error.message : String(error)) };
  }
}

export function backendsLines(listings: readonly BackendListing[]): string[] {
  const width = listings.reduce((most, { name }) => Math.max(most, name.length), 0);
  return listings.flatMap(({ name, installed, dtypes, description, install, pays, problem }) => {
    const state = problem ?? (installed ? 'installed' : `not installed: ${install}`);
    const more = [state, ...(pays === undefined ? [] : [pays])];
    return [
      `${name.padEnd(width)}  ${description} (${dtypes.join(', ')})`,
      ...more.map((line) => `${' '.repeat(width)}  ${line}`),
    ];
  });
}
