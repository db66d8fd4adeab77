/** Compiles every template with its own settings, against the packages of this workspace: `npm run typecheck`. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATES = join(import.meta.dirname, '..', 'templates');

const projects = readdirSync(TEMPLATES, { recursive: true }).filter((file) => /(^|\/)tsconfig[.\w]*\.json$/.test(file));
if (projects.length < 4) throw new Error(`expected at least 4 projects in ${TEMPLATES}. Found ${projects.length}.`);
for (const project of projects) {
  const { status } = spawnSync(`tsc --noEmit -p "${join(TEMPLATES, project)}"`, { shell: true, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
