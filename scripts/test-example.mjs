/**
 * The example of a backend that is not ours, as its author and its users have it: outside of the workspace, on packed tarballs of
 * our packages. Runs every command of the guide, in the guide's order, then checks what they came to.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutCaller } from './execute.mjs';
import { readPage } from './page.mjs';

const EXAMPLE = join('examples', 'third-party-backend');
const GUIDE = join('docs', 'guides', 'custom-backend.md');
const NAME = 'nabla-backend-tally';

/** Returns the exit code. */
export function testExample(root) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-example-'));
  try {
    const author = join(folder, 'author');
    const user = join(folder, 'user');
    const packed = join(folder, 'packed');
    cpSync(join(root, EXAMPLE), author, { recursive: true });
    mkdirSync(user);
    run(
      `npx pnpm --filter-prod @nablajs/cli... --filter-prod @nablajs/bench... --recursive pack --pack-destination ${packed}`,
      root,
    );
    const blocks = readPage(readFileSync(join(root, GUIDE), 'utf8'));
    const outputs = followGuide(blocks, { author, user, packed });
    checkConformance(author);
    checkTraining(outputs, user);
    process.stdout.write(`\nok: ${NAME} conforms, trains and is published, by the commands of ${GUIDE}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`\nFAILED: ${error.message}\n`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the commands printed, by command. What comes after publishing is the user's. */
function followGuide(blocks, { author, user, packed }) {
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
  let folder = author;
  return new Map(
    commands.map((command) => {
      const output = run(withoutRegistry(command, packed), folder);
      if (command === 'npm publish') folder = user;
      return [command, output];
    }),
  );
}

/** Tarballs stand for the registry, since what is tested is not yet published. */
function withoutRegistry(command, packed) {
  if (command === 'npm publish') return `npm pack --pack-destination ${packed}`;
  if (!command.startsWith('npm install ')) return command;
  const tarballs = readdirSync(packed).map((file) => join(packed, file));
  return `npm install --no-save --no-audit --no-fund ${tarballs.join(' ')}`;
}

function checkConformance(author) {
  const report = JSON.parse(run(`npx nabla conformance --backend ${NAME} --json`, author, { quiet: true }));
  const { ok, passed, failed, declared, notApplicable, dtypes, cases } = report;
  assert.deepEqual(
    { ok, failed, declared, dtypes },
    { ok: true, failed: 0, declared: 0, dtypes: ['float32', 'float64'] },
  );
  // As its README says.
  const others = cases.filter(({ reason = '' }) => / has no (CSR kernels|fused kernel \w+)$/.test(reason));
  assert.deepEqual([passed, notApplicable], [cases.length - others.length, others.length]);
  assert(passed > others.length && others.length > 0, `${passed} cases passed, and ${others.length} do not apply`);
}

/** The loss falls, as backend-ts's does from the same seed. */
function checkTraining(outputs, user) {
  const [command, text] = [...outputs].find(([line]) => line.startsWith('npx nabla train'));
  const losses = lossesOf(text);
  assert(losses.length === 2 && losses[1] < losses[0] && losses[1] < 0.5, `the loss does not fall: ${losses}`);
  const expected = lossesOf(run(command.replace(NAME, 'ts'), user, { quiet: true }));
  losses.forEach((loss, epoch) => {
    assert(Math.abs(loss - expected[epoch]) <= 1e-3, `the losses ${losses} are not backend-ts's, ${expected}`);
  });
}

function lossesOf(text) {
  return [...text.matchAll(/^Epoch .* Loss: ([\d.]+)/gm)].map(([, loss]) => Number(loss));
}

/** What a command wrote to stdout; throws where it fails. */
function run(command, cwd, { quiet = false } = {}) {
  process.stdout.write(`\n$ ${command}\n`);
  const options = { cwd, env: withoutCaller(process.env), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const { status, stdout } = spawnSync(command, { ...options, shell: true, stdio: ['ignore', 'pipe', 2] });
  if (!quiet || status !== 0) process.stdout.write(stdout);
  if (status !== 0) throw new Error(`ended with ${status}: ${command}`);
  return stdout;
}
