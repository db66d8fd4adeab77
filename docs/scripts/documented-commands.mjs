/** Runs the commands that pages show for a clone of nabla: blocks marked `not run: in a clone; …`, in their order. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from '../../scripts/page.mjs';
import { ROOT } from '../../scripts/tools.mjs';

const PAGES = ['docs/the-notebook.md', 'docs/numbers-you-can-check.md', 'docs/guides/custom-op.md'];

const commands = PAGES.flatMap((page) => readPage(readFileSync(join(ROOT, page), 'utf8')))
  .filter(({ language, notRun }) => language === 'sh' && notRun?.startsWith('in a clone;'))
  .flatMap(({ code }) => code.trim().split('\n'));
if (commands.length < 8) throw new Error(`expected at least 8 commands in ${PAGES}. Found ${commands.length}.`);
for (const command of commands) {
  console.log(`$ ${command}`);
  const { status } = spawnSync(command, { cwd: ROOT, shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`ended with ${status}: ${command}`);
}
