import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The members of Math whose results ECMAScript defines exactly. */
const EXACT = 'abs ceil clz32 floor fround imul max min round sign sqrt trunc PI SQRT1_2'.split(' ');

describe.each(['core', 'backend-ts'])('code in %s that determines the bits of a weight', (name) => {
  const source = new URL(`../../${name}/src/`, import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

  test.each(files)('%s uses no engine function that may differ', (file) => {
    const code = readFileSync(new URL(file, source), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^']*'/g, '');
    const used = [...code.matchAll(/\bMath\.(\w+)/g)].map(([, member]) => member);
    expect(used.filter((member) => !EXACT.includes(member ?? ''))).toEqual([]);
    expect(code).not.toContain('**');
  });
});
