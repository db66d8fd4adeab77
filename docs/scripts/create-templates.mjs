#!/usr/bin/env node
/**
 * Creates a project from every template of create-nabla as a newcomer does, each in an empty folder with an empty home,
 * and runs every command of its README: it must train, predict and answer. Packages come from a registry on this
 * machine that serves what `pnpm pack` makes of the workspace. Prints the seconds of each step and of each template;
 * exits with 1 if a step fails, or if all take more than five minutes. Needs a build, curl, and Chromium or Chrome.
 *
 *   npm run test:create
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPage } from '../../scripts/page.mjs';
import { housesTable } from './newcomer/houses.mjs';
import { Newcomer, trainInPage } from './newcomer/newcomer.mjs';
import { startRegistry } from './newcomer/registry.mjs';

const LIMIT_SECONDS = 300;

/** The percentage in what a program says of answers that are right. */
const rightIn = (output) => Number(/^Right for ([\d.]+) %/m.exec(output)?.[1]);

async function openPage(address) {
  const right = await trainInPage(address);
  assert(right > 95, `the page: expected over 95 % right. Received ${right}`);
}

/**
 * For each template: `prepare` writes what its README takes to be there; `served` are commands that do not end, and
 * what to do meanwhile; `check` gets what each other command printed.
 */
const TEMPLATES = {
  table: {
    prepare: (project) => writeFileSync(join(project, 'houses.csv'), housesTable()),
    check(outputs) {
      const right = rightIn(outputs.get('npm start'));
      assert(right > 95, `expected over 95 % right. Received ${right}`);
      assert.match(outputs.get('npm run predict -- new.csv'), /^row 1: Gentoo .*\nrow 2: Chinstrap /m);
      const [, error] = /^Off by (\S+) on average/m.exec(outputs.get('npm start -- houses.csv price')) ?? [];
      assert(Number(error) < 20_000, `expected to be off by less than 20,000. Received ${error}`);
    },
  },
  images: {
    prepare(project) {
      for (const [pet, shape] of Object.entries({ cat: 'ring', dog: 'square' })) {
        cpSync(join(project, 'photos', shape), join(project, 'pets', pet), { recursive: true });
      }
    },
    check(outputs) {
      for (const command of ['npm start', 'npm start -- pets']) {
        const right = rightIn(outputs.get(command));
        assert(right >= 75, `${command}: expected at least 75 % right. Received ${right}`);
      }
      assert.match(outputs.get('npm run predict -- photos/disc/1.png'), /1\.png: disc \(/);
    },
  },
  page: { served: { 'npm run dev': openPage, 'npm run preview': openPage } },
  server: {
    served: {
      async 'npm start'(address, newcomer, commands) {
        const answers = new Map();
        for (const command of commands.filter((one) => one.startsWith('curl '))) {
          const own = command.replace('http://127.0.0.1:8080', address);
          answers.set(command, JSON.parse(await newcomer(own.replace('curl', 'curl --silent --show-error'))));
        }
        const [{ columns }, { predictions }] = answers.values();
        assert(columns.includes('bill_length_mm'));
        assert.equal(predictions[0].prediction, 'Gentoo');
      },
    },
  },
};

/** The commands of a README, without their comments. */
const commandsOf = (readme) =>
  readPage(readme)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((command) => command.replace(/\s+#.*$/, ''));

async function follow(template, place, registry) {
  const { prepare = () => {}, served = {}, check = () => {} } = TEMPLATES[template];
  const newcomer = new Newcomer(place, registry);
  await newcomer.type(`npm create nabla@latest my-${template} -- --template ${template}`);
  const project = join(newcomer.folder, `my-${template}`);
  prepare(project);
  const commands = commandsOf(readFileSync(join(project, 'README.md'), 'utf8'));
  assert(commands.includes('npm install') && commands.includes('npm test'), `${template}: what its README says`);
  const outputs = new Map();
  for (const command of new Set([...commands, 'npm run build'])) {
    const type = (line) => newcomer.type(line, project);
    if (command in served) {
      // Its own port may be taken; Vite knows no other way to ask for any.
      const line = template === 'page' ? `${command} -- --port 0` : command;
      await newcomer.serve(line, project, (address) => served[command](address, type, commands), { PORT: '0' });
    } else if (!command.startsWith('curl ')) outputs.set(command, await type(command));
  }
  check(outputs);
  console.log(`${newcomer.seconds.toFixed(1).padStart(6)} s  template ${template}\n`);
  return newcomer.seconds;
}

const scratch = mkdtempSync(join(tmpdir(), 'nabla-create-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
mkdirSync(join(scratch, 'tarballs'));
const registry = await startRegistry(join(scratch, 'tarballs'));
let seconds = 0;
for (const template of Object.keys(TEMPLATES)) seconds += await follow(template, join(scratch, template), registry);
registry.close();
console.log(`${seconds.toFixed(1).padStart(6)} s  all of it`);
assert(seconds <= LIMIT_SECONDS, `expected at most ${LIMIT_SECONDS} s.`);
