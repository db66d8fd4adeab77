/**
 * `npm run test:example`: follows the guide for backend authors outside of the workspace, with packed tarballs of our
 * packages. Runs every command of the guide in its order, as the author and then as a user, and checks the training.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPage } from './page.mjs';
import { ROOT, run } from './tools.mjs';

const GUIDE = 'docs/guides/custom-backend.md';

const folder = mkdtempSync(join(tmpdir(), 'nabla-example-'));
const [author, user, packed] = ['author', 'user', 'packed'].map((name) => join(folder, name));

/** Tarballs take the place of the registry, since this version is not published yet. */
function withoutRegistry(command) {
  if (command === 'npm publish') return `npm pack --pack-destination "${packed}"`;
  if (!command.startsWith('npm install ')) return command;
  const tarballs = readdirSync(packed).map((file) => `"${join(packed, file)}"`);
  return `npm install --no-save --no-audit --no-fund ${tarballs.join(' ')}`;
}

/** The output of each command of the guide. What comes after `npm publish` is run by a user. */
function followGuide() {
  const blocks = readPage(readFileSync(join(ROOT, GUIDE), 'utf8'));
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
  const published = commands.indexOf('npm publish');
  assert(published > 0, `${GUIDE} does not publish`);
  return commands.map((command, at) => {
    const output = run(withoutRegistry(command), at > published ? user : author);
    console.log(`\n$ ${command}\n${output}`);
    return [command, output];
  });
}

/** The loss falls, and is that of backend-ts with the same seed. */
function checkTraining(outputs) {
  const lossesOf = (text) => [...text.matchAll(/^Epoch .* Loss: ([\d.]+)/gm)].map(([, loss]) => Number(loss));
  const [command, text] = outputs.find(([line]) => line.startsWith('npx nabla train'));
  const [first, last, ...more] = lossesOf(text);
  assert(last < first && last < 0.5 && more.length === 0, `the loss does not fall in two epochs:\n${text}`);
  const [, expected] = lossesOf(run(command.replace('nabla-backend-tally', 'ts'), user));
  assert(Math.abs(last - expected) <= 1e-3, `the loss is ${last}; on backend-ts it is ${expected}`);
}

try {
  cpSync(join(ROOT, 'examples', 'third-party-backend'), author, { recursive: true });
  mkdirSync(user);
  const filters = '--filter-prod @nablajs/cli... --filter-prod @nablajs/bench...';
  run(`pnpm ${filters} -r pack --pack-destination "${packed}"`, ROOT);
  checkTraining(followGuide());
  console.log(`ok: every command of ${GUIDE}, and the backend trains as backend-ts does`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
