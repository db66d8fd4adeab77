/** The package manager that runs this command, and how its users type commands. */

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Finds it in `npm_config_user_agent`, which all of them set: `pnpm/10.34.9 npm/? node/v20.20.2 linux x64`. */
export function packageManagerOf(userAgent = ''): PackageManager {
  const [name] = userAgent.split('/');
  return name === 'pnpm' || name === 'yarn' || name === 'bun' ? name : 'npm';
}

/** The command that starts a project. npm takes flags for itself unless `--` stands before them. */
export function createCommand(manager: PackageManager, folder: string, template: string): string {
  if (manager === 'npm') return `npm create nabla@latest ${folder} -- --template ${template}`;
  // Yarn 1 knows no tags here, and takes the latest.
  return `${manager} create nabla${manager === 'pnpm' ? '@latest' : ''} ${folder} --template ${template}`;
}

/** The command that runs a script of package.json. */
function scriptCommand(manager: PackageManager, script: string): string {
  if (manager === 'yarn') return `yarn ${script}`;
  // These two have a command of their own, but in bun `bun test` is another one.
  if (manager !== 'bun' && (script === 'start' || script === 'test')) return `${manager} ${script}`;
  return `${manager} run ${script}`;
}

/** What to type after the project is there, one command a line. */
export function nextSteps(manager: PackageManager, folder: string, scripts: readonly string[]): string[] {
  const enter = folder === '.' ? [] : [`cd ${shellQuoted(folder)}`];
  return [...enter, `${manager} install`, ...scripts.map((script) => scriptCommand(manager, script))];
}

/** Quotes a text for a shell, if it needs quotes. */
function shellQuoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
