/**
 * The cost model: how long a step takes on some ranks. A step computes, and then adds the gradients of all ranks;
 * nothing of this overlaps.
 *
 * The sum of n bytes over R = 2^k ranks (Thakur, Rabenseifner and Gropp 2005, "Optimization of Collective Communication
 * Operations in MPICH"): 2 k messages one after the other, in which a rank sends 2 (1 - 1/R) n bytes. Short arrays are
 * sent as a whole, k times.
 */

/** Below so many bytes arrays are sent as a whole: LONG_BYTES of packages/mpi/native/ranks.c. */
const LONG_BYTES = 16_384;
/** The number of ranks up to which the projection goes. */
export const MOST_RANKS = 1024;
/** The numbers of ranks that charts of the projection label. */
export const RANK_TICKS = [1, 4, 16, 64, 256, MOST_RANKS];

/** A network of 100 Gb/s: what a rank sends per second at most, and how long a message takes. */
export const NETWORK = { name: '100 Gb/s', bytesPerSecond: 12.5e9, latencySeconds: 5e-6 };

const median = ({ milliseconds }) => milliseconds[1];

/** Fits milliseconds = latency + bytes * perByte to the sums on a number of ranks: their ends decide. */
export function fitSums(sums, ranks) {
  const own = sums.filter((sum) => sum.ranks === ranks).sort((a, b) => a.bytes - b.bytes);
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || first === last) throw new Error(`fitSums: expected sums on ${ranks} ranks of two lengths`);
  const latency = median(first);
  return { latency, perByte: (median(last) - latency) / last.bytes };
}

/** The time of a step on ranks of this machine, in milliseconds. Ranks that share a core take turns. */
export function predictHere({ cores, sums }, { parameters, computing }, ranks) {
  const alone = median(computing.find((one) => one.ranks === ranks));
  const compute = alone * Math.max(1, ranks / cores);
  if (ranks === 1) return { compute, communicate: 0, step: compute };
  const { latency, perByte } = fitSums(sums, ranks);
  const communicate = latency + 4 * parameters * perByte;
  return { compute, communicate, step: compute + communicate };
}

/**
 * The time of a sum over ranks that each have a machine, in milliseconds. What happens within a machine takes as long
 * as here: the way from Node to MPI and back, copies in memory, and additions.
 */
export function sumOnNetwork({ sums }, bytes, ranks, { bytesPerSecond, latencySeconds } = NETWORK) {
  if (ranks === 1) return 0;
  const { latency, perByte } = fitSums(sums, 2);
  const levels = Math.log2(ranks);
  const isLong = bytes >= LONG_BYTES;
  const sent = isLong ? 2 * (1 - 1 / ranks) * bytes : levels * bytes;
  const messages = isLong ? 2 * levels : levels;
  return latency + messages * latencySeconds * 1e3 + sent * (1e3 / bytesPerSecond + perByte);
}

/**
 * Fits milliseconds = fixed + rows * perRow to what a rank computes with other numbers of rows. The relative errors
 * count, so that few rows count as much as many.
 */
export function fitComputing({ shares }) {
  let [ww, wr, rr, wt, rt] = [0, 0, 0, 0, 0];
  for (const share of shares) {
    const [w, r] = [1 / median(share), share.rows / median(share)];
    ww += w * w;
    wr += w * r;
    rr += r * r;
    wt += w;
    rt += r;
  }
  const determinant = ww * rr - wr * wr;
  return { fixed: (wt * rr - rt * wr) / determinant, perRow: (ww * rt - wr * wt) / determinant };
}

/**
 * Projects a workload to 1, 2, 4 … 1024 ranks. `growth` is `fixed` if all ranks share the batch, and `rows` if each
 * rank has the whole number of rows, so that the batch grows. `change` says what one changed.
 */
export function project(measured, workload, growth, change = {}) {
  const { batch = 1, bytes = 1, computing = 1, overlap = false } = change;
  const all = workload.batchSize * batch;
  const { fixed, perRow } = fitComputing(workload);
  const points = [];
  for (let ranks = 1; ranks <= MOST_RANKS; ranks *= 2) {
    const rows = growth === 'fixed' ? all / ranks : all;
    if (rows < 1) break;
    const compute = (fixed + rows * perRow) / computing;
    const communicate = sumOnNetwork(measured, 4 * workload.parameters * bytes, ranks);
    const step = overlap ? Math.max(compute, communicate) : compute + communicate;
    points.push({ ranks, compute, communicate, step, rowsPerSecond: (1e3 * rows * ranks) / step });
  }
  return points;
}

/** The first number of ranks of a projection on which communication takes longer than computing; undefined if none. */
export const takeover = (points) => points.find(({ compute, communicate }) => communicate > compute)?.ranks;
