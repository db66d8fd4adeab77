/** A search of five trials, long enough to be stopped. */
import { csv } from './points.js';
import { temporaryFolder } from './temporary-folder.js';

export const SEARCH: readonly string[] = [
  ...['search', 'points.csv', '--target', 'side', '--backend', 'ts', '--trials', '5', '--epochs', '60'],
  ...['--try', 'learningRate=0.0003..0.03', '--try', 'hidden=4,16x8', '--try', 'batchSize=4,8,16'],
];

/** Returns a new folder with the table of the search. */
export const searchFolder = (): string => temporaryFolder({ 'points.csv': csv(['x', 'y', 'colour', 'side']) });
