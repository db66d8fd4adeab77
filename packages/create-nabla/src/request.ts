/** Reads the arguments. */
import { parseArgs } from 'node:util';
import { TEMPLATE_NAMES, type Template, templateOf } from './templates.js';
import { UsageError } from './usage-error.js';

/** What the arguments say; the terminal asks for what they leave open. */
export interface Request {
  readonly folder?: string;
  readonly template?: Template;
  readonly help: boolean;
  readonly version: boolean;
}

const OPTIONS = {
  template: { type: 'string', short: 't' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/** Reads `[folder] [--template NAME]`. Throws a UsageError for anything else. */
export function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const [folder, ...more] = positionals;
  if (more.length > 0) {
    throw new UsageError(`expected one folder. Received ${positionals.map((name) => `'${name}'`).join(' and ')}.`);
  }
  if (folder !== undefined && folder.trim() === '') throw new UsageError('expected a folder. Received an empty name.');
  const { template, help, version } = values;
  const found = template === undefined ? undefined : templateOf(template);
  if (template !== undefined && found === undefined) {
    throw new UsageError(`--template: expected ${TEMPLATE_NAMES}. Received '${template}'.`);
  }
  return { help, version, ...(folder !== undefined && { folder }), ...(found && { template: found }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { message } = error as Error;
    // Node's message goes on with advice for positional arguments that begin with a dash.
    const [first = message] = message.split(/\. |\n/);
    throw new UsageError(`${first.replace(/\.$/, '')}. Expected [folder] and --template ${TEMPLATE_NAMES}.`);
  }
}
