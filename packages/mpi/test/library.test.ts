import { expect, it } from 'vitest';
import { parseLibrary, slugOf, titleOf } from '../src/library.js';

const MPICH = 'MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7 12:34:45 CDT 2022\nMPICH ABI:\t14:2:2\n';

it.each([
  ['Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4, May 26, 2022', 'Open MPI 4.1.4'],
  ['Open MPI v5.1.0a1, package: Open MPI', 'Open MPI 5.1.0a1'],
  [MPICH, 'MPICH 4.0.2'],
  ['Intel(R) MPI Library 2021.8 for Linux* OS\n', 'Intel(R) MPI Library 2021.8'],
  ['MVAPICH2 Version      :\t2.3.7\nMVAPICH2 Release date :', 'MVAPICH2 2.3.7'],
  ['MPI VERSION    : CRAY MPICH version 8.1.25.17 (ANL base 3.4a2)', 'CRAY MPICH 8.1.25.17'],
  ['something else', 'something else'],
  ['', 'MPI'],
])('names %j', (text, title) => {
  expect(titleOf(parseLibrary(text))).toBe(title);
});

it('names a folder', () => {
  expect(slugOf({ name: 'Open MPI', version: '4.1.4' })).toBe('open-mpi-4.1.4');
  expect(slugOf({ name: 'Intel(R) MPI Library', version: '2021.8' })).toBe('intel-r-mpi-library-2021.8');
  expect(slugOf({ name: '../..', version: '' })).toBe('..-..');
});
