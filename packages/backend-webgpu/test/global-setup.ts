/** Finds an adapter for the tests, and writes a line about it for the test summary. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { softwareVulkan } from '@nablajs/browser';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The adapter that the tests run on; empty if there is none. */
    readonly adapter: string;
    /** Why no test of a kernel can run; empty if they can. */
    readonly obstacle: string;
  }
}

const NOTE = new URL('../test-note.txt', import.meta.url);
const PROBE = fileURLToPath(new URL('../scripts/adapter.mjs', import.meta.url));
const REMEDY = 'install Chromium, whose SwiftShader needs no graphics card (on Debian: apt-get install chromium)';

export default function setup(project: TestProject): () => void {
  rmSync(NOTE, { force: true });
  // The processes of the tests start later and get this environment.
  Object.assign(process.env, softwareVulkan());
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROBE], { encoding: 'utf8' });
  const obstacle = status === 0 ? '' : `${stderr.trim().split('\n').at(-1)}; ${REMEDY}`;
  if (obstacle !== '' && process.env['NABLA_REQUIRE_WEBGPU'] === '1') {
    throw new Error(`NABLA_REQUIRE_WEBGPU is 1, but no WebGPU can be tested: ${obstacle}`);
  }
  const adapter = obstacle === '' ? JSON.parse(stdout).description : '';
  project.provide('adapter', adapter);
  project.provide('obstacle', obstacle);
  const note = obstacle === '' ? `ran on ${adapter}` : `NOT TESTED: ${obstacle}`;
  return () => {
    // Tests in a browser leave a note, too.
    const others = existsSync(NOTE) ? `; ${readFileSync(NOTE, 'utf8').trim()}` : '';
    writeFileSync(NOTE, `${note}${others}\n`);
  };
}
