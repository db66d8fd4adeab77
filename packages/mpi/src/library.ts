/** The name and the version of a library of MPI. */

/** A library of MPI, such as `{ name: 'Open MPI', version: '4.1.4' }`. */
export interface Library {
  readonly name: string;
  readonly version: string;
}

/** Reads what MPI_Get_library_version gives: `Open MPI v4.1.4, package: …`, `MPICH Version:\t4.0.2\n…`. */
export function parseLibrary(text: string): Library {
  const [line = ''] = text
    .replace(/^MPI VERSION\s*:/, '')
    .trim()
    .split('\n');
  const [, name = line, version = ''] = /^(.*?)\s*(?:\bversion\b)?[\s:]*\bv?(\d+(?:\.\w+)+)/i.exec(line) ?? [];
  return { name: name.trim() || 'MPI', version };
}

/** `Open MPI 4.1.4`. */
export const titleOf = ({ name, version }: Library): string => `${name} ${version}`.trim();

/** A name for a folder: `open-mpi-4.1.4`. */
export const slugOf = (library: Library): string =>
  titleOf(library)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '');
