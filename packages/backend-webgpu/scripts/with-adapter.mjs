/** Starts a script again in an environment in which Dawn finds an adapter, because libraries' paths are read once. */
import { spawnSync } from 'node:child_process';
import { softwareVulkan } from '@nablajs/browser';
import { findAdapter } from './adapter.mjs';

/**
 * Returns what the adapter is: that of VK_ICD_FILENAMES if it is set, else Chromium's SwiftShader, for which the
 * script starts again. Ends the process, with 1 if NABLA_REQUIRE_WEBGPU is 1, if this machine has none.
 */
export async function withAdapter() {
  const environment = softwareVulkan();
  if (environment !== undefined && Object.keys(environment).length > 0) {
    const env = { ...process.env, ...environment };
    const { status } = spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' });
    process.exit(status ?? 1);
  }
  try {
    return await findAdapter();
  } catch ({ message }) {
    console.error(`NOT TESTED: ${message}. SwiftShader needs no graphics card: install Chromium.`);
    process.exit(process.env.NABLA_REQUIRE_WEBGPU === '1' ? 1 : 0);
  }
}
