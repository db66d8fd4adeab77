/** Prints the commands that README.md shows for a clone, for the shell. */
import { readFileSync } from 'node:fs';
import { readPage } from '../page.mjs';

const blocks = readPage(readFileSync('README.md', 'utf8')).filter(
  ({ notRun }) => notRun === 'in a clone; .ci/run does',
);
if (blocks.length === 0) throw new Error('README.md has no block for this script');
console.log(blocks.map(({ code }) => code).join(''));
