/** The packages of the platforms, and which file the backend loads. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addonOf, folderOf, MOST_BYTES, manifestOf, PLATFORMS, packageOf, readmeOf } from '../scripts/platforms.mjs';
import { loadFrom, platformName } from '../src/addon.js';
import { describeNative } from './support/suites.js';

const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

describe.each(PLATFORMS)('the package of $name', (platform) => {
  it('says what scripts/write-platforms.mjs writes', () => {
    expect(JSON.parse(readFileSync(`${folderOf(platform)}package.json`, 'utf8'))).toEqual(manifestOf(platform));
    expect(readFileSync(`${folderOf(platform)}README.md`, 'utf8')).toBe(readmeOf(platform));
  });

  it('is what platformName calls it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-platform-'));
    const execPath = join(folder, 'node');
    const loader = platform.libc === 'glibc' ? '/lib64/ld-linux-x86-64.so.2' : '/lib/ld-musl-x86_64.so.1';
    writeFileSync(execPath, `\x7fELF${'\0'.repeat(900)}${loader}\0`);
    vi.stubGlobal('process', { ...process, platform: platform.os, arch: platform.cpu, execPath });
    expect(platformName()).toBe(platform.name);
    vi.unstubAllGlobals();
    rmSync(folder, { recursive: true });
  });

  it.runIf(existsSync(addonOf(platform)))('is small, and a file of that platform', () => {
    const bytes = readFileSync(addonOf(platform));
    expect(bytes.length).toBeLessThan(MOST_BYTES);
    expect(formatOf(bytes)).toBe(`${platform.os}-${platform.cpu}`);
    // The widest that the processor has is the default.
    const names = ['baseline', 'avx2', 'avx512'].filter((name) => bytes.includes(`\0${name}\0`));
    expect(names).toEqual(platform.cpu === 'x64' ? ['baseline', 'avx2', 'avx512'] : ['baseline']);
  });
});

/** The system and the processor of a library, from its header: ELF, Mach-O or PE. */
function formatOf(bytes: Buffer): string | undefined {
  if (bytes.toString('latin1', 1, 4) === 'ELF') return { 62: 'linux-x64', 183: 'linux-arm64' }[bytes.readUInt16LE(18)];
  if (bytes.readUInt32LE(0) === 0xfeedfacf) {
    return { 16777223: 'darwin-x64', 16777228: 'darwin-arm64' }[bytes.readUInt32LE(4)];
  }
  return bytes.readUInt16LE(bytes.readUInt32LE(0x3c) + 4) === 0x8664 ? 'win32-x64' : undefined;
}

it('are all optional dependencies, and there are no others', () => {
  expect(own.optionalDependencies).toEqual(
    Object.fromEntries(PLATFORMS.map((platform) => [packageOf(platform), 'workspace:*'])),
  );
  expect(readdirSync(new URL('../platforms', import.meta.url)).sort()).toEqual(
    PLATFORMS.map(({ name }) => name).sort(),
  );
});

describe('loading', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-native-test-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function install(platform: string, source: string | undefined): string {
    const at = join(folder, 'node_modules', `@nablajs/backend-native-${platform}`);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), '{ "main": "nabla.node" }');
    const file = join(at, 'nabla.node');
    if (source === undefined) writeFileSync(file, 'nothing');
    else copyFileSync(source, file);
    return file;
  }

  it('names backend-wasm where the platform has no file', () => {
    expect(() => loadFrom(folder, 'freebsd-x64')).toThrow(
      expect.objectContaining({
        code: 'backend',
        message:
          "backend 'native' has no file for this platform (freebsd-x64). " +
          "Use '@nablajs/backend-wasm', which runs everywhere.",
      }),
    );
  });

  it('says how to build it in the sources', () => {
    mkdirSync(join(folder, 'native'), { recursive: true });
    expect(() => loadFrom(folder, 'freebsd-x64')).toThrow(
      expect.objectContaining({ code: 'backend', message: expect.stringMatching(/npm run build:native/) }),
    );
  });

  it('says why a file does not load', () => {
    install(platformName(), undefined);
    expect(() => loadFrom(folder, platformName())).toThrow(
      expect.objectContaining({
        code: 'backend',
        message: expect.stringMatching(/does not load on this platform \(\S+\): .+ Use '@nablajs\/backend-wasm'/),
      }),
    );
  });

  describeNative('with native code', () => {
    it('takes the package of the platform', () => {
      const built = fileURLToPath(new URL(`../native/build/${platformName()}.node`, import.meta.url));
      const packed = fileURLToPath(new URL(`../platforms/${platformName()}/nabla.node`, import.meta.url));
      install(platformName(), existsSync(built) ? built : packed);
      expect(loadFrom(folder, platformName()).variants()[0]?.name).toBe('baseline');
    });
  });
});
