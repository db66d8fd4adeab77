import { expect, it } from 'vitest';
import { helpText } from '../src/help.js';
import { createCommand, nextSteps, packageManagerOf } from '../src/package-manager.js';
import { readRequest } from '../src/request.js';
import { TEMPLATES } from '../src/templates.js';
import { UsageError } from '../src/usage-error.js';

it('reads a folder and a template, in any order', () => {
  for (const args of [
    ['my-page', '--template', 'page'],
    ['-t', 'page', 'my-page'],
    ['--template=page', 'my-page'],
  ]) {
    expect(readRequest(args)).toMatchObject({ folder: 'my-page', template: { name: 'page' } });
  }
  expect(readRequest([])).toEqual({ help: false, version: false });
});

it.each([
  [['a', 'b'], "expected one folder. Received 'a' and 'b'."],
  [[' '], 'expected a folder. Received an empty name.'],
  [['a', '-t', 'gan'], "--template: expected table, images, page or server. Received 'gan'."],
  [['--force'], "Unknown option '--force'. Expected [folder] and --template table, images, page or server."],
  [['-t'], /^Option '-t, --template <value>' argument missing\. Expected \[folder\]/],
])('refuses %j', (args, message) => {
  expect(() => readRequest(args)).toThrow(UsageError);
  expect(() => readRequest(args)).toThrow(message);
});

it.each([
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', 'npm'],
  ['pnpm/10.34.9 npm/? node/v20.20.2 linux x64', 'pnpm'],
  ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn'],
  ['bun/1.4.5 npm/? node/v24.3.0 linux x64', 'bun'],
  [undefined, 'npm'],
])('recognises %s', (agent, manager) => {
  expect(packageManagerOf(agent)).toBe(manager);
});

it('says what is next as users of each package manager type it', () => {
  const scripts = ['train', 'start'];
  expect(nextSteps('npm', 'app', scripts)).toEqual(['cd app', 'npm install', 'npm run train', 'npm start']);
  expect(nextSteps('pnpm', 'app', scripts)).toEqual(['cd app', 'pnpm install', 'pnpm run train', 'pnpm start']);
  expect(nextSteps('yarn', 'app', scripts)).toEqual(['cd app', 'yarn install', 'yarn train', 'yarn start']);
  expect(nextSteps('bun', 'app', scripts)).toEqual(['cd app', 'bun install', 'bun run train', 'bun run start']);
  expect(nextSteps('npm', '.', ['dev'])).toEqual(['npm install', 'npm run dev']);
  expect(nextSteps('npm', "Anna's app", [])[0]).toBe(`cd 'Anna'\\''s app'`);
});

it('only npm needs -- before the flags', () => {
  expect(createCommand('npm', 'a', 'page')).toBe('npm create nabla@latest a -- --template page');
  expect(createCommand('pnpm', 'a', 'page')).toBe('pnpm create nabla@latest a --template page');
  expect(createCommand('yarn', 'a', 'page')).toBe('yarn create nabla a --template page');
  expect(createCommand('bun', 'a', 'page')).toBe('bun create nabla a --template page');
});

it('the help names every template, and shows commands of the package manager', () => {
  const text = helpText('pnpm');
  for (const { name, summary } of TEMPLATES) expect(text).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  expect(text).toContain('pnpm create nabla@latest my-page --template page');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
