/** The programs that read files of other libraries: they print what the guides say. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { run, WHOLE } from './run-example.js';

/** The trainings that the quick tests shorten. What a program prints before its training is as in the guide. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  keras: { 'epochs: 80': 'epochs: 2' },
  tfjs: { 'epochs: 100': 'epochs: 2' },
};
const GUIDES = {
  brain: 'from-brain-js',
  keras: 'from-keras',
  pytorch: 'from-pytorch',
  'scikit-learn': 'from-scikit-learn',
  tfjs: 'from-tensorflow-js',
};
/** What the programs write. */
const WRITTEN = ['cooling.keras', 'model.py', 'model.safetensors', 'product'];

const at = (path: string): URL => new URL(path, import.meta.url);
const read = (path: string): string => readFileSync(at(path), 'utf8');

afterAll(() => {
  for (const name of WRITTEN) rmSync(at(`../${name}`), { recursive: true, force: true });
});

it('there is a guide for each', () => {
  const programs = readdirSync(at('../formats')).filter((name) => name.endsWith('.js') && !name.startsWith('save-'));
  expect(programs.sort()).toEqual(Object.keys(GUIDES).map((name) => `${name}.js`));
});

it.each(Object.entries(GUIDES))('%s.js prints what the guide %s shows', async (name, guide) => {
  const { code, stdout, stderr } = await run(`formats/${name}.js`, { changes: CHANGES[name] ?? {} });
  expect([code, stderr]).toEqual([0, '']);
  const [before = '', after = ''] = stdout.split(/(?=After \d+ more epochs: )/);
  expect(after !== '').toBe(name in CHANGES);
  const page = read(`../../../docs/guides/${guide}.md`);
  // docs/test/pages.slow.test.ts compares what the guide quotes of the program.
  expect(page).toContain(`\`\`\`js examples/node/formats/${name}.js\n`);
  expect(page).toContain(`\`\`\`text\n${WHOLE || after === '' ? `${stdout}\`\`\`` : before}`);
});
