import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBrowser, softwareVulkan } from '../src/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-browser-'));
});

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

test("finds the browser's Vulkan of the processor, unless the environment names a driver", () => {
  vi.stubEnv('PATH', folder);
  vi.stubEnv('LD_LIBRARY_PATH', '/own');
  vi.stubEnv('VK_ICD_FILENAMES', undefined);
  for (const file of ['vk_swiftshader_icd.json', 'libvulkan.so.1']) writeFileSync(join(folder, file), '');
  expect(softwareVulkan()).toBeUndefined();
  writeFileSync(join(folder, 'google-chrome'), '', { mode: 0o755 });
  expect(softwareVulkan()).toEqual({
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, '/own'].join(delimiter),
  });
  vi.stubEnv('VK_ICD_FILENAMES', '/driver.json');
  expect(softwareVulkan()).toEqual({});
});
