#!/usr/bin/env node
/**
 * Follows README.md as a newcomer does: every command and program of its first two sections, literally, in an empty
 * folder with an empty home, then the same commands on another table. Packages come from a registry on this machine
 * that serves what `pnpm pack` makes of the workspace. Prints the seconds of each step; exits with 1 if a step fails,
 * prints something else than README.md says, or if all of them take more than ten minutes. Needs a build.
 *
 *   npm run test:readme
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@nablajs/core';
import { checkOutput, readPage } from '../../scripts/page.mjs';
import { publishedPackages } from '../../scripts/tests.mjs';
import { ROOT, run, withoutNpm } from '../../scripts/tools.mjs';

const LIMIT_SECONDS = 600;
const HOUSES = 400;

const scratch = mkdtempSync(join(tmpdir(), 'nabla-newcomer-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const [home, folder, tarballs] = ['home', 'folder', 'tarballs'].map((name) => join(scratch, name));
for (const each of [home, folder, tarballs]) mkdirSync(each);

const registry = await serve(pack());
writeFileSync(join(home, '.npmrc'), `@nablajs:registry=${registry.address}\n`);
let seconds = 0;
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const blocks = readPage(readme.slice(0, readme.indexOf('\n## Speed')));
for (const [at, block] of blocks.entries()) await follow(block, blocks[at + 1]);
await followWithOwnTable(blocks);
registry.close();
console.log(`${seconds.toFixed(1).padStart(6)} s  all of it`);
if (seconds > LIMIT_SECONDS) throw new Error(`expected at most ${LIMIT_SECONDS} s.`);

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
  for (const command of commands) output += await step(command);
  if (next?.language === 'text' && next.notRun === undefined) checkOutput(output, [next], { fail });
}

/** The commands of the table, on another one: invented houses, whose price is a number. */
async function followWithOwnTable(all) {
  const random = new Random(1);
  const house = () => {
    const [area, rooms, city] = [40 + random.uniform() * 160, 1 + random.uniform() * 6, random.uniform() < 0.5];
    const price = 2000 * area + 9000 * Math.floor(rooms) + (city ? 90_000 : 0) + 20_000 * random.uniform();
    return [area.toFixed(0), Math.floor(rooms), city ? 'Lyon' : 'Nantes', price.toFixed(0)].join(',');
  };
  const rows = ['area,rooms,city,price', ...Array.from({ length: HOUSES }, house)];
  writeFileSync(join(folder, 'houses.csv'), `${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'question.csv'), 'area,rooms,city\n100,3,Lyon\n');
  const commands = all
    .filter(({ language, notRun }) => language === 'sh' && notRun === undefined)
    .flatMap(({ code }) => code.trim().split('\n'))
    .filter((command) => /nabla (train|predict) /.test(command));
  let output = '';
  for (const command of commands) {
    const own = { 'penguins.csv': 'houses.csv', species: 'price', model: 'prices', 'new.csv': 'question.csv' };
    output = await step(command.replace(/penguins\.csv|species|\bmodel\b|new\.csv/g, (word) => own[word]));
  }
  const price = Number(output.match(/^row 1: ([\d.]+)/)?.[1]);
  const expected = 2000 * 100 + 9000 * 3 + 90_000 + 10_000;
  if (!(Math.abs(price - expected) < 0.1 * expected)) throw new Error(`expected about ${expected}. Received ${output}`);
}

async function step(command) {
  const began = performance.now();
  const env = { ...withoutNpm(process.env), HOME: home, npm_config_cache: join(home, 'cache') };
  const child = spawn('bash', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const code = child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)));
  const took = (performance.now() - began) / 1000;
  seconds += took;
  console.log(`${took.toFixed(1).padStart(6)} s  ${command}`);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${errors}${output}`);
  return output;
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

function fail(line, message) {
  throw new Error(`README.md:${line}: ${message}`);
}

/** The tarballs of all published packages, by their names in the registry. */
function pack() {
  for (const { folder: from } of publishedPackages(ROOT)) {
    run(`pnpm pack --pack-destination "${tarballs}"`, join(ROOT, from));
  }
  return readdirSync(tarballs).map((file) => {
    const path = join(tarballs, file);
    const manifest = JSON.parse(run(`tar -xOf "${path}" package/package.json`, tarballs));
    return { file, bytes: readFileSync(path), manifest };
  });
}

/** A registry of these packages alone. */
async function serve(packages) {
  const server = createServer(({ url }, response) => {
    const wanted = decodeURIComponent(url.slice(1));
    const tarball = packages.find(({ file }) => file === wanted);
    if (tarball !== undefined) return response.end(tarball.bytes);
    const found = packages.find(({ manifest }) => manifest.name === wanted);
    response.statusCode = found === undefined ? 404 : 200;
    response.end(JSON.stringify(found === undefined ? {} : document(found)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const document = ({ file, bytes, manifest }) => {
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist: { tarball: address + file, integrity } } };
    return { name, 'dist-tags': { latest: version }, versions };
  };
  return { address, close: () => server.close() };
}
