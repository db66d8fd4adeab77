import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file) => readFileSync(`${ROOT}${file}`, 'utf8');

/** The first argument of every call of `customVjp` in what the packages are built of. */
function called() {
  const sources = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(`${ROOT}${parent}`).flatMap((name) => filesOf(`${parent}/${name}/src`)),
  );
  // A line that begins with an asterisk is documentation.
  return sources
    .map((file) => read(file).replaceAll(/^\s*\*.*$/gm, ''))
    .flatMap((code) => [...code.matchAll(/\bcustomVjp\(\s*([^,]+),/g)].map(([, first]) => first));
}

function filesOf(folder) {
  try {
    const files = readdirSync(`${ROOT}${folder}`, { recursive: true });
    return files.filter((file) => /\.[jt]s$/.test(file)).map((file) => `${folder}/${file}`);
  } catch {
    return [];
  }
}

it('is called for what ARCHITECTURE lists, and for nothing else', () => {
  const [, table = ''] = /## Derivatives of fused kernels\n([\s\S]*?)\n## /.exec(read('ARCHITECTURE.md')) ?? [];
  const listed = [...table.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => `'${name}'`);
  expect(listed.length).toBeGreaterThan(0);
  // Its own declaration names the operation that it is given.
  expect(
    called()
      .filter((first) => first !== 'op: string')
      .sort(),
  ).toEqual(listed.sort());
});
