/**
 * Runs the script that reads our files with TensorBoard. If TensorBoard cannot be installed the test is skipped, unless
 * it is required.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cleanEnvironment } from '../helpers/run-nabla.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/check-tensorboard.mjs', import.meta.url));

it('TensorBoard reads every scalar once, before and after a resumption', ({ skip }) => {
  const { NABLA_CACHE, NABLA_PYTHON, NABLA_REQUIRE_PEERS } = process.env;
  const env = { ...cleanEnvironment(), NABLA_CACHE, NABLA_PYTHON, NABLA_REQUIRE_PEERS, NABLA_RUN: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', env });
  skip(status === 0 && stderr.includes('NOT CHECKED'), stderr);
  expect(stderr).toBe('');
  expect(stdout).toBe('TensorBoard reads all 938 steps, before and after a resumption.\n');
  expect(status).toBe(0);
});
