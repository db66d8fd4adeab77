/** Runs the script that kills runs, with few kills: its full number takes minutes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cleanEnvironment } from '../helpers/run-nabla.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/kill-runs.mjs', import.meta.url));

it('runs that are killed end with the bits of runs that never stopped, and compute at most an interval again', () => {
  const env = { ...cleanEnvironment(), NABLA_RUN: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--kills', '12'], { encoding: 'utf8', env });
  expect(stderr).not.toMatch(/differ|more than an interval/);
  expect(stdout).toMatch(/^\| all \| \| 12 \| [1-9]\d* \| \d+ \| \| yes \|$/m);
  expect(status).toBe(0);
});
