import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findBrowser } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'nabla-browser-'));

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('finds the first known browser on PATH that is executable', () => {
  vi.stubEnv('PATH', [join(folder, 'none'), folder].join(delimiter));
  expect(findBrowser()).toBeUndefined();
  writeFileSync(join(folder, 'chromium'), '', { mode: 0o644 });
  expect(findBrowser()).toBeUndefined();
  for (const name of ['google-chrome', 'chromium-browser']) writeFileSync(join(folder, name), '', { mode: 0o755 });
  expect(findBrowser()).toBe(join(folder, 'chromium-browser'));
});
