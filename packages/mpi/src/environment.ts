/** Settings of MPI's libraries, which they read from the environment when they are loaded. */
import { localSizeIn } from './launcher.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the variables to set before MPI is loaded. Variables that you have set stay as they are.
 *
 * UCX, Open MPI and libfabric can replace instructions of the C library while Node's threads run them. With Debian's
 * MPICH this crashed 4 of 60 runs. Without it, fast network cards learn the memory anew for each message.
 */
export function settingsFor(env: Environment, cores: number): Record<string, string> {
  const settings: Record<string, string> = {
    UCX_MEM_EVENTS: 'no',
    UCX_MEM_MMAP_HOOK_MODE: 'none',
    OMPI_MCA_memory: '^patcher',
    FI_MR_CACHE_MONITOR: 'disabled',
    // WebAssembly learns from the signal SEGV that an address is out of bounds, so the signal stays Node's.
    UCX_ERROR_SIGNALS: '',
    // Other versions of UCX lack some of these variables, and would say so on each rank.
    UCX_WARN_UNUSED_ENV_VARS: 'n',
    // Ranks that share a core must not wait for each other by keeping it busy.
    ...(localSizeIn(env) > cores ? { OMPI_MCA_mpi_yield_when_idle: '1' } : {}),
  };
  return Object.fromEntries(Object.entries(settings).filter(([name]) => env[name] === undefined));
}
