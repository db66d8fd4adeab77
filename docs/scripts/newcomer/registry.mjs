/** A registry on this machine for the packages of this repository, as `pnpm pack` makes them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { publishedPackages } from '../../../scripts/tests.mjs';
import { ROOT, run } from '../../../scripts/tools.mjs';

/** Packs everything that is published into an empty folder, and serves it. Other packages come from your registry. */
export async function startRegistry(folder) {
  const packages = pack(folder);
  const others = run('npm config get registry', ROOT).trim().replace(/\/$/, '');
  const server = createServer(({ url }, response) => {
    const wanted = decodeURIComponent(url.slice(1));
    const tarball = packages.find(({ file }) => file === wanted);
    if (tarball !== undefined) return response.end(tarball.bytes);
    const found = packages.find(({ manifest }) => manifest.name === wanted);
    if (found !== undefined) return response.end(JSON.stringify(document(found)));
    return response.writeHead(307, { location: others + url }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const document = ({ file, bytes, manifest }) => {
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist: { tarball: address + file, integrity } } };
    return { name, 'dist-tags': { latest: version }, versions };
  };
  return {
    address,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The tarballs of all published packages, in an empty folder. */
export function pack(folder) {
  for (const { folder: from } of publishedPackages(ROOT)) {
    run(`pnpm pack --pack-destination "${folder}"`, join(ROOT, from));
  }
  return readdirSync(folder).map((file) => {
    const path = join(folder, file);
    const manifest = JSON.parse(run(`tar -xOf "${path}" package/package.json`, folder));
    return { file, bytes: readFileSync(path), manifest };
  });
}
