/** A Python with packages that only a check needs. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * Returns the Python that the environment variable names, or else one of our own with the packages. If they cannot be
 * installed, says by `name` what is not checked, and returns undefined.
 */
export function pythonWith(packages, { variable, name, folder: short }) {
  if (process.env[variable]) return process.env[variable];
  const folder = join(CACHE, short);
  const own = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });
  try {
    if (!existsSync(own)) run(process.env.NABLA_PYTHON || 'python3', '-m', 'venv', folder);
    run(own, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages);
    return own;
  } catch (error) {
    console.error(`NOT CHECKED: ${name} cannot be installed: ${error.message}`);
    if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
    return undefined;
  }
}
