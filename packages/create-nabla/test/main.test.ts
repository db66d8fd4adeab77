import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main, type Surroundings } from '../src/main.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nabla-create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], where: Partial<Surroundings> = {}) {
  let [text, errors] = ['', ''];
  const print = (more: string) => {
    text += more;
  };
  const printError = (more: string) => {
    errors += more;
  };
  const code = await main(args, { env: {}, print, printError, ...where });
  return { code, text, errors };
}

it.each(['table', 'images', 'page', 'server'])('writes the template %s, and says what is next', async (template) => {
  const project = join(folder, 'deep', 'My Project');
  const { code, text, errors } = await run([project, '--template', template]);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(text).toMatch(new RegExp(`^Wrote \\d+ files to ${project}. Next:\n\n {2}cd '${project}'\n {2}npm install\n`));
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  expect(manifest.name).toBe('my-project');
  expect(manifest.dependencies['@nablajs/core']).toBe(version);
  expect(readFileSync(join(project, '.gitignore'), 'utf8')).toContain('node_modules/\n');
  for (const file of ['README.md', 'tsconfig.json', 'src']) expect(existsSync(join(project, file))).toBe(true);
  for (const file of ['_gitignore', 'node_modules', 'dist']) expect(existsSync(join(project, file))).toBe(false);
});

it('without a terminal, says what is missing', async () => {
  const missing = async (args: readonly string[], env = {}) => (await run(args, { env })).errors;
  expect((await run([])).code).toBe(2);
  expect(await missing([])).toBe(
    'create-nabla: expected a folder and --template (table, images, page or server). There is no terminal to ask on.\n' +
      '\n  npm create nabla@latest my-project -- --template table\n',
  );
  expect(await missing(['-t', 'page'])).toContain('expected a folder (');
  expect(await missing([folder])).toContain('expected --template (');
  expect(await missing([folder], { npm_config_template: 'page' })).toContain('put -- before it');
});

it('asks on a terminal for what is left out', async () => {
  const project = join(folder, 'asked');
  const terminal = { input: new PassThrough(), output: new PassThrough() };
  let screen = '';
  terminal.output.on('data', (chunk) => {
    screen += chunk;
  });
  const running = run([], { terminal });
  await expect.poll(() => screen).toContain('In which folder?');
  terminal.input.write(project);
  terminal.input.write('\r');
  await expect.poll(() => screen).toContain('What do you want to start with?');
  terminal.input.write('\u001b[B');
  terminal.input.write('\r');
  expect((await running).code).toBe(0);
  expect(existsSync(join(project, 'photos', 'disc', '1.png'))).toBe(true);
});

it('ends with 130 if the user cancels', async () => {
  const terminal = { input: new PassThrough(), output: new PassThrough() };
  let screen = '';
  terminal.output.on('data', (chunk) => {
    screen += chunk;
  });
  const running = run([join(folder, 'new')], { terminal });
  await expect.poll(() => screen).toContain('What do you want to start with?');
  terminal.input.write('\u0003');
  expect((await running).code).toBe(130);
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

it('writes nothing into a folder that has files', async () => {
  writeFileSync(join(folder, 'a\u001b[2J'), '');
  const { code, errors } = await run([folder, '-t', 'page']);
  expect(code).toBe(2);
  expect(errors).toContain('Received one with a\\u001b[2J in it.');
  expect(existsSync(join(folder, 'package.json'))).toBe(false);
});

it('prints its help and its version', async () => {
  expect((await run(['--help'])).text).toContain('npm create nabla@latest my-page -- --template page');
  expect(await run(['-v'])).toEqual({ code: 0, text: `${version}\n`, errors: '' });
});
