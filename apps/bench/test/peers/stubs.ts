/** Stubs of npm and python3 that record their arguments, so that tests install nothing. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The stubs are shell scripts, because a shell starts in a tenth of the time of Node. PATH has only the stubs, so they
 * call other programs by their full paths. Each line of the log has the name of the stub and its arguments, with tabs
 * between them. After npm's name is the value of ONNXRUNTIME_NODE_INSTALL.
 */

const NPM = `
printf '%s' "npm|$ONNXRUNTIME_NODE_INSTALL" >> "$STUB_LOG"
printf '\\t%s' "$@" >> "$STUB_LOG"
printf '\\n' >> "$STUB_LOG"
previous=
for arg; do
  case $previous in --prefix) prefix=$arg;; esac
  case $arg in
    brain.js@*) printf 'npm error code E404\\nnpm error 404 Not Found\\n' >&2; exit 1;;
  esac
  previous=$arg
done
for arg; do
  case $arg in
    ?*@[0-9]*)
      folder=$prefix/node_modules/\${arg%@*}
      /bin/mkdir -p "$folder"
      printf '{ "name": "%s", "version": "%s" }' "\${arg%@*}" "\${arg##*@}" > "$folder/package.json";;
  esac
done
`;

/** The environment has pip; packages that pip installed are in a file beside it, one a line. */
const PYTHON = `
record=$0.txt
if [ "$1" = -c ]; then
  shift 2
  for name; do
    found=1
    while read -r one; do
      case $one= in "$name"=*) found=0;; esac
    done < "$record" || exit 1
    [ $found = 0 ] || exit 1
  done
  exit 0
fi
shift
printf '%s' 'python' >> "$STUB_LOG"
printf '\\t%s' "$@" >> "$STUB_LOG"
printf '\\n' >> "$STUB_LOG"
if [ "$1" = venv ]; then
  for folder; do :; done
  /bin/mkdir -p "$folder/bin"
  /bin/cp "$0" "$folder/bin/python"
fi
if [ "$1 $2" = 'pip install' ]; then
  for arg; do
    case $arg in
      torch==*) printf 'WARNING: slow\\nERROR: No matching distribution found for torch\\n' >&2; exit 1;;
      *==*) printf '%s\\n' "$arg" >> "$record";;
    esac
  done
fi
`;

export interface Call {
  readonly npm?: string;
  readonly python?: string;
  readonly args: readonly string[];
  readonly onnx?: string;
}

/** Writes programs into `folder`. Use it as PATH, and `log` as STUB_LOG. */
export class Stubs {
  readonly folder: string;
  readonly log: string;

  constructor(root: string) {
    this.folder = join(root, 'programs');
    this.log = join(root, 'calls');
    mkdirSync(this.folder);
  }

  addNpm(): void {
    this.#add('npm', NPM);
  }

  /** Says that a stub of Python, given its path, has these packages. */
  addPackages(python: string, ...packages: readonly string[]): void {
    writeFileSync(`${python}.txt`, packages.map((one) => `${one}\n`).join(''));
  }

  /** Returns its path. */
  addPython(name = 'python3', folder = this.folder): string {
    mkdirSync(folder, { recursive: true });
    return this.#add(name, PYTHON, folder);
  }

  /** The stub that Windows has under this name if Python is not installed. */
  addShop(): void {
    this.#add('python3', 'echo "Python was not found; run without arguments to install" >&2; exit 9');
  }

  calls(): Call[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, 'utf8').trim().split('\n');
    return lines.map((line) => {
      const [program = '', command = '', ...args] = line.split('\t');
      const [name = '', onnx] = program.split('|');
      return { [name]: command, args, ...(onnx !== undefined && { onnx }) };
    });
  }

  #add(name: string, source: string, folder = this.folder): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${source}`);
    chmodSync(path, 0o755);
    return path;
  }
}
