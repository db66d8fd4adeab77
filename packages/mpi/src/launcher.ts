/** What started this process: mpirun of Open MPI or MPICH, srun, or nothing. */
import { fstatSync } from 'node:fs';

/** The program that started the ranks, as it says in environment variables. */
export interface Launcher {
  readonly name: "Open MPI's mpirun" | "MPICH's mpirun" | 'srun';
  /** The number of ranks that it started. */
  readonly size: number;
  /** The version of Open MPI; since version 5 its mpirun tells. */
  readonly version?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function findLauncher(env: Environment): Launcher | undefined {
  const sizeIn = (name: string): number => Number(env[name] ?? 0);
  if (sizeIn('OMPI_COMM_WORLD_SIZE') > 0) {
    return { name: "Open MPI's mpirun", size: sizeIn('OMPI_COMM_WORLD_SIZE'), version: env['OMPI_VERSION'] };
  }
  // Within a job of SLURM, srun has the variables of PMI too.
  if (env['SLURM_PROCID'] !== undefined && sizeIn('SLURM_STEP_NUM_TASKS') > 0 && env['HYDI_CONTROL_FD'] === undefined) {
    return { name: 'srun', size: sizeIn('SLURM_STEP_NUM_TASKS') };
  }
  return sizeIn('PMI_SIZE') > 0 ? { name: "MPICH's mpirun", size: sizeIn('PMI_SIZE') } : undefined;
}

/** The number of ranks on this machine, as the launcher says; 1 if it does not. */
export function localSizeIn(env: Environment): number {
  const names = ['OMPI_COMM_WORLD_LOCAL_SIZE', 'MPI_LOCALNRANKS', 'SLURM_STEP_TASKS_PER_NODE'];
  const text = names.map((name) => env[name]).find((value) => value !== undefined) ?? '1';
  return Math.max(1, Number.parseInt(text, 10) || 1);
}

/** Whether the connection to the launcher is gone. That of MPICH and SLURM is an open file, which npx closes. */
export function isCutOff({ PMI_FD }: Environment): boolean {
  if (PMI_FD === undefined) return false;
  try {
    return !fstatSync(Number(PMI_FD)).isSocket();
  } catch {
    return true;
  }
}
