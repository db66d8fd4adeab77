import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the version of the package that `require` finds, from its folder.
 *
 * @param {NodeJS.Require} require
 * @param {string} name
 */
export function packageVersion(require, name) {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    }
  }
  throw new Error(`${name} is not installed`);
}
