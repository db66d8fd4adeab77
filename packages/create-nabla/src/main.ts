/** The command create-nabla: checks the request, asks for what is missing, writes the project, prints what is next. */
import { askFolder, askTemplate, type Terminal } from './ask.js';
import { helpText } from './help.js';
import { createCommand, nextSteps, packageManagerOf } from './package-manager.js';
import { checkFolder, ownVersion, writeProject } from './project.js';
import { readRequest } from './request.js';
import { TEMPLATE_NAMES } from './templates.js';
import { EXIT, UsageError } from './usage-error.js';

/** Where the command runs. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The terminal to ask on. Default: none. */
  readonly terminal?: Terminal;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** Runs the command and resolves to its exit code. */
export async function main(args: readonly string[], where: Surroundings = surroundings()): Promise<number> {
  const { env, terminal, print, printError } = where;
  const manager = packageManagerOf(env['npm_config_user_agent']);
  try {
    const request = readRequest(args);
    if (request.help || request.version) {
      print(request.help ? helpText(manager) : `${await ownVersion()}\n`);
      return EXIT.ok;
    }
    if (terminal === undefined) checkComplete(request, where);
    const folder = request.folder ?? (terminal && (await askFolder(terminal)));
    if (folder === undefined) return EXIT.SIGINT;
    await checkFolder(folder);
    const template = request.template ?? (terminal && (await askTemplate(terminal)));
    if (template === undefined) return EXIT.SIGINT;
    const files = await writeProject(folder, template);
    const steps = nextSteps(manager, folder, template.scripts).map((step) => `  ${step}\n`);
    print(
      `Wrote ${files} files to ${visible(folder)}. Next:\n\n${steps.join('')}\nIts README.md says what is in it.\n`,
    );
    return EXIT.ok;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    printError(`create-nabla: ${visible(error instanceof Error ? error.message : String(error))}\n`);
    if (isUsage) printError(`\n  ${createCommand(manager, 'my-project', 'table')}\n`);
    return isUsage ? EXIT.usage : EXIT.failure;
  }
}

/** Throws a UsageError that names what is missing, where nobody can be asked. */
function checkComplete({ folder, template }: ReturnType<typeof readRequest>, { env }: Surroundings): void {
  const missing = [...(folder === undefined ? ['a folder'] : []), ...(template === undefined ? ['--template'] : [])];
  if (missing.length === 0) return;
  const swallowed = template === undefined && env['npm_config_template'] !== undefined;
  const why = swallowed ? 'npm took the flag for itself: put -- before it.' : 'There is no terminal to ask on.';
  throw new UsageError(`expected ${missing.join(' and ')} (${TEMPLATE_NAMES}). ${why}`);
}

/** Escapes what a terminal would obey. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function surroundings(): Surroundings {
  const { env, stdin, stdout, stderr } = process;
  return {
    env,
    ...(stdin.isTTY && stdout.isTTY && { terminal: { input: stdin, output: stdout } }),
    print: (text) => stdout.write(text),
    printError: (text) => stderr.write(text),
  };
}
