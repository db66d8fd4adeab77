import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The imports of a module, and of the modules that it imports. */
function importsOf(file: URL, seen = new Set<string>()): ReadonlySet<string> {
  const source = readFileSync(file, 'utf8');
  for (const [, name = ''] of source.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm)) {
    const next = name.startsWith('.') ? new URL(name.replace(/\.js$/, '.ts'), file) : undefined;
    const known = next?.href ?? name;
    if (seen.has(known)) continue;
    seen.add(known);
    if (next !== undefined) importsOf(next, seen);
  }
  return seen;
}

test("'@nablajs/checkpoint/portable' imports only core, and nothing from Node.js", () => {
  const imports = importsOf(new URL('../src/portable.ts', import.meta.url));
  const files = [...imports].filter((name) => name.startsWith('file:'));
  expect(files.length).toBeGreaterThan(5);
  expect([...imports].filter((name) => !name.startsWith('file:'))).toEqual(['@nablajs/core']);
});

test("'@nablajs/checkpoint' exports all of it, too", async () => {
  const [portable, all] = await Promise.all([import('../src/portable.js'), import('../src/index.js')]);
  expect(all).toMatchObject(portable);
});
