/** The platforms that have their own package, with the addon in it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `target` is Zig's name of a platform. glibc 2.28 and macOS 11 are the oldest that Node 20 runs on. */
const linux = (cpu, libc, target) => ({ name: `linux-${cpu}-${libc}`, os: 'linux', cpu, libc, target });

export const PLATFORMS = [
  linux('x64', 'glibc', 'x86_64-linux-gnu.2.28'),
  linux('x64', 'musl', 'x86_64-linux-musl'),
  linux('arm64', 'glibc', 'aarch64-linux-gnu.2.28'),
  linux('arm64', 'musl', 'aarch64-linux-musl'),
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', target: 'x86_64-macos.11.0' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', target: 'aarch64-macos.11.0' },
  { name: 'win32-x64', os: 'win32', cpu: 'x64', target: 'x86_64-windows-gnu' },
];

/** The most bytes of an addon, which Windows has: there, kernels save ten registers that other systems do not. */
export const MOST_BYTES = 1_125_000;

/** The folder of a platform's package, and the addon in it. */
export const folderOf = ({ name }) => fileURLToPath(new URL(`../platforms/${name}/`, import.meta.url));
export const addonOf = (platform) => `${folderOf(platform)}nabla.node`;

const REPOSITORY = 'https://github.com/nablajs/nabla';
const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The name of a platform's package. src/addon.ts looks for it. */
export const packageOf = ({ name }) => `${own.name}-${name}`;

/** What a platform's package.json says. npm installs a package only where os, cpu and libc fit. */
export function manifestOf(platform) {
  const folder = `packages/backend-native/platforms/${platform.name}`;
  return {
    name: packageOf(platform),
    version: own.version,
    description: `The native code of ${own.name} for ${platform.name}.`,
    keywords: ['nabla', 'native', platform.os, platform.cpu],
    homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder },
    license: own.license,
    // pnpm moves os, cpu and libc to the top level when it publishes. In the workspace, they would make installs warn.
    publishConfig: {
      ...own.publishConfig,
      os: [platform.os],
      cpu: [platform.cpu],
      ...(platform.libc === undefined ? {} : { libc: [platform.libc] }),
    },
    type: 'module',
    engines: own.engines,
    main: 'nabla.node',
    files: ['nabla.node'],
  };
}

export const readmeOf = (platform) => `# ${packageOf(platform)}

The native code of [${own.name}][main] for ${platform.name}.
npm installs it with that package where it fits; you need not name it.

[main]: ${REPOSITORY}/tree/main/packages/backend-native#readme
`;
