import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from './find-browser.js';

const DRIVER = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';

/**
 * Returns the environment in which a process finds SwiftShader, the Vulkan of Chromium: WebGPU without a graphics card.
 * Set it before the process starts. Returns undefined if this machine's browser has none, and an empty environment if
 * VK_ICD_FILENAMES names a driver already.
 */
export function softwareVulkan(): Readonly<Record<string, string>> | undefined {
  if (process.env['VK_ICD_FILENAMES'] !== undefined) return {};
  const browser = findBrowser();
  // On Debian the browser is a script that starts the program in its own folder.
  const folders = browser === undefined ? [] : [dirname(browser), '/usr/lib/chromium', '/opt/google/chrome'];
  const folder = folders.find((one) => [DRIVER, LOADER].every((file) => existsSync(join(one, file))));
  if (folder === undefined) return undefined;
  const others = process.env['LD_LIBRARY_PATH'];
  const libraries = others ? `${folder}${delimiter}${others}` : folder;
  return { VK_ICD_FILENAMES: join(folder, DRIVER), LD_LIBRARY_PATH: libraries };
}
