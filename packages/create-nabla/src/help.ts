/** The text of `--help`. */
import { createCommand, type PackageManager } from './package-manager.js';
import { TEMPLATE_NAMES, TEMPLATES } from './templates.js';

export function helpText(manager: PackageManager): string {
  return `Usage: create-nabla [folder] [--template ${TEMPLATE_NAMES}]

Starts a project with nabla in TypeScript, with tests. On a terminal it asks for what you leave out.

Templates:
${TEMPLATES.map(({ name, summary }) => `  ${name.padEnd(8)}${summary}`).join('\n')}

Options:
  -t, --template NAME  what to start with
  -v, --version        print the version
  -h, --help           print this text

Examples:
  ${createCommand(manager, 'my-page', 'page')}
  ${createCommand(manager, '.', 'table')}    in this folder, if it is empty
`;
}
