/** Asks on the terminal for what the arguments leave open. */
import type { Readable, Writable } from 'node:stream';
import { TEMPLATES, type Template, templateOf } from './templates.js';

const DEFAULT_FOLDER = 'nabla-project';

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** Resolves to the folder, or to undefined if the user cancels. */
export async function askFolder(terminal: Terminal): Promise<string | undefined> {
  const { isCancel, text } = await import('@clack/prompts');
  const folder = await text({
    message: 'In which folder?',
    placeholder: DEFAULT_FOLDER,
    defaultValue: DEFAULT_FOLDER,
    ...terminal,
  });
  return isCancel(folder) ? undefined : folder.trim();
}

/** Resolves to the template, or to undefined if the user cancels. */
export async function askTemplate(terminal: Terminal): Promise<Template | undefined> {
  const { isCancel, select } = await import('@clack/prompts');
  const name = await select({
    message: 'What do you want to start with?',
    options: TEMPLATES.map(({ name, summary }) => ({ value: name, label: name, hint: summary })),
    ...terminal,
  });
  return isCancel(name) ? undefined : templateOf(name);
}
