/** Lets rank 0 alone report an error that all ranks have, so that you see it once. */
import { setTimeout as pause } from 'node:timers/promises';

/** Long enough for rank 0 to fail and for mpirun to end the others, which then say nothing. */
const MILLISECONDS = 1000;

/** The variables in which Open MPI, MPICH and SLURM tell a process its rank. */
const VARIABLES = ['OMPI_COMM_WORLD_RANK', 'PMIX_RANK', 'PMI_RANK', 'SLURM_PROCID'] as const;

/** Returns the rank that mpirun or srun gave to this process; 0 if neither started it. */
export function launchedRank(environment: Readonly<Record<string, string | undefined>>): number {
  const text = VARIABLES.map((name) => environment[name]).find((value) => value !== undefined);
  return Number.parseInt(text ?? '0', 10) || 0;
}

/** Waits, unless this is rank 0. Call it before you print an error. */
export async function afterFirstRank(rank: number): Promise<void> {
  if (rank > 0) await pause(MILLISECONDS);
}
