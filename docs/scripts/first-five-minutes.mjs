#!/usr/bin/env node
/**
 * Follows README.md as a newcomer does: every command and program of its three ways in, literally, in an empty folder
 * with an empty home, and the page in a browser; then the commands for a table on another one. Packages come from a
 * registry on this machine that serves what `pnpm pack` makes of the workspace. Prints the seconds of each step; exits
 * with 1 if a step fails, prints something else than README.md says, or if the three ways take more than five minutes.
 * Needs a build.
 *
 *   npm run test:readme
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOutput, readPage } from '../../scripts/page.mjs';
import { ROOT } from '../../scripts/tools.mjs';
import { housesTable, QUESTION } from './newcomer/houses.mjs';
import { Newcomer, trainInPage } from './newcomer/newcomer.mjs';
import { startRegistry } from './newcomer/registry.mjs';

const LIMIT_SECONDS = 300;
/** The section of the last of the three ways. */
const LAST_WAY = '\n## A page: train in the browser\n';

const scratch = mkdtempSync(join(tmpdir(), 'nabla-newcomer-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
mkdirSync(join(scratch, 'tarballs'));

const registry = await startRegistry(join(scratch, 'tarballs'));
const newcomer = new Newcomer(scratch, registry);
const { folder } = newcomer;
const blocks = readPage(threeWays(readFileSync(join(ROOT, 'README.md'), 'utf8')));
for (const [at, block] of blocks.entries()) await follow(block, blocks[at + 1]);
await newcomer.serve('npm run preview -- --port 0', join(folder, 'my-page'), async (address) => {
  const right = await trainInPage(address);
  if (right < 95) throw new Error(`the page: expected at least 95 % right. Received ${right}`);
});
const { seconds } = newcomer;
console.log(`${seconds.toFixed(1).padStart(6)} s  the three ways in`);
await followWithOwnTable(blocks);
registry.close();
if (seconds > LIMIT_SECONDS) throw new Error(`the three ways in: expected at most ${LIMIT_SECONDS} s.`);

/** The README up to the end of the third way. */
function threeWays(readme) {
  const last = readme.indexOf(LAST_WAY);
  const end = readme.indexOf('\n## ', last + 1);
  if (last < 0 || end < 0) throw new Error(`README.md: expected the section '${LAST_WAY.trim()}' and one after it.`);
  return readme.slice(0, end);
}

async function follow({ language, name, code, notRun }, next) {
  if (notRun !== undefined) return;
  if (language === 'csv') writeFileSync(join(folder, name), code);
  if (language !== 'sh' && language !== 'ts') return;
  let commands = code.trim().split('\n');
  if (language === 'ts') {
    writeFileSync(join(folder, 'digits.mjs'), code);
    commands = ['node digits.mjs'];
  }
  let output = '';
  for (const command of commands) output += await newcomer.type(command);
  if (next?.language === 'text' && next.notRun === undefined) checkOutput(output, [next], { fail });
}

/** The commands of the table, on another one. */
async function followWithOwnTable(all) {
  writeFileSync(join(folder, 'houses.csv'), housesTable());
  writeFileSync(join(folder, 'question.csv'), QUESTION.table);
  const commands = all
    .filter(({ language, notRun }) => language === 'sh' && notRun === undefined)
    .flatMap(({ code }) => code.trim().split('\n'))
    .filter((command) => /nabla (train|predict) /.test(command));
  let output = '';
  for (const command of commands) {
    const own = { 'penguins.csv': 'houses.csv', species: 'price', model: 'prices', 'new.csv': 'question.csv' };
    output = await newcomer.type(command.replace(/penguins\.csv|species|\bmodel\b|new\.csv/g, (word) => own[word]));
  }
  const price = Number(output.match(/^row 1: ([\d.]+)/)?.[1]);
  if (Math.abs(price - QUESTION.price) < 0.1 * QUESTION.price) return;
  throw new Error(`expected about ${QUESTION.price}. Received ${output}`);
}

function fail(line, message) {
  throw new Error(`README.md:${line}: ${message}`);
}
