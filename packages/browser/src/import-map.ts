import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly default: string }>>;
}

/** Returns an import map of all built packages of the workspace. Addresses are relative to the workspace's root. */
export function importMap(root: URL): ReadonlyMap<string, string> {
  const packages = new URL('packages/', root);
  return new Map(
    readdirSync(packages)
      .filter((folder) => existsSync(new URL(`${folder}/package.json`, packages)))
      .flatMap((folder) => {
        const manifest = JSON.parse(readFileSync(new URL(`${folder}/package.json`, packages), 'utf8')) as Manifest;
        return Object.entries(manifest.exports ?? {}).map(([path, { default: file }]): [string, string] => [
          `${manifest.name}${path.slice(1)}`,
          `/packages/${folder}/${file.slice(2)}`,
        ]);
      }),
  );
}
