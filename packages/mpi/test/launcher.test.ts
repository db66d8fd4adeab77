/** The environments are those that the launchers give. */
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { settingsFor } from '../src/environment.js';
import { findLauncher, isCutOff, localSizeIn } from '../src/launcher.js';

const OPEN_MPI_4 = { OMPI_COMM_WORLD_SIZE: '4', OMPI_COMM_WORLD_LOCAL_SIZE: '4', PMIX_RANK: '1' };
const OPEN_MPI_5 = { ...OPEN_MPI_4, OMPI_VERSION: '5.0.11', OMPI_WORLD_SIZE: '4' };
const MPICH = { PMI_SIZE: '2', PMI_RANK: '0', MPI_LOCALNRANKS: '2', HYDI_CONTROL_FD: '7' };
const SRUN = { SLURM_PROCID: '3', SLURM_STEP_NUM_TASKS: '8', SLURM_STEP_TASKS_PER_NODE: '4(x2)', SLURM_NTASKS: '8' };

it('finds no launcher in a plain shell, and in a script of SLURM without srun', () => {
  expect(findLauncher({ PATH: '/bin' })).toBeUndefined();
  expect(findLauncher({ SLURM_NTASKS: '8', SLURM_JOB_ID: '1' })).toBeUndefined();
});

it('finds the launcher and the number of ranks', () => {
  expect(findLauncher(OPEN_MPI_4)).toEqual({ name: "Open MPI's mpirun", size: 4, version: undefined });
  expect(findLauncher(OPEN_MPI_5)).toEqual({ name: "Open MPI's mpirun", size: 4, version: '5.0.11' });
  expect(findLauncher(MPICH)).toEqual({ name: "MPICH's mpirun", size: 2 });
  expect(findLauncher(SRUN)).toEqual({ name: 'srun', size: 8 });
  expect(findLauncher({ ...SRUN, PMI_SIZE: '8' })).toEqual({ name: 'srun', size: 8 });
});

it('takes mpirun in a job of SLURM for what it is', () => {
  expect(findLauncher({ ...SRUN, ...OPEN_MPI_4 })?.name).toBe("Open MPI's mpirun");
  expect(findLauncher({ ...SRUN, ...MPICH })?.name).toBe("MPICH's mpirun");
});

it('knows how many ranks share the machine', () => {
  expect([{}, OPEN_MPI_4, MPICH, SRUN].map(localSizeIn)).toEqual([1, 4, 2, 4]);
});

it('makes ranks wait politely only if there are more of them than cores', () => {
  expect(settingsFor(OPEN_MPI_4, 2)).toMatchObject({ OMPI_MCA_mpi_yield_when_idle: '1' });
  expect(settingsFor(OPEN_MPI_4, 4)).not.toHaveProperty('OMPI_MCA_mpi_yield_when_idle');
});

it('keeps the libraries of MPI from changing the C library, unless the user wants that', () => {
  expect(settingsFor({}, 1)).toMatchObject({ UCX_MEM_EVENTS: 'no', UCX_ERROR_SIGNALS: '' });
  expect(settingsFor({ UCX_MEM_EVENTS: 'yes' }, 1)).not.toHaveProperty('UCX_MEM_EVENTS');
});

it('notices that the connection to the launcher is closed', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port);
  await once(socket, 'connect');
  const handle = (socket as unknown as { _handle: { fd: number } })._handle;
  expect(isCutOff({ PMI_FD: String(handle.fd) })).toBe(false);
  expect(isCutOff({})).toBe(false);
  const file = openSync(import.meta.filename, 'r');
  expect(isCutOff({ PMI_FD: String(file) })).toBe(true);
  closeSync(file);
  expect(isCutOff({ PMI_FD: '987654' })).toBe(true);
  socket.destroy();
  server.close();
});
