/** `nabla-mpi check`: tests sums and broadcasts on the ranks of this program, and times them. */
import { availableParallelism, cpus } from 'node:os';
import { Output, workError } from '@nablajs/command-line';
import { type MpiCommunicator, openMpi } from './open-mpi.js';
import { sumInOrder } from './sum-in-order.js';

/** Lengths around those at which the addon changes its way of adding, and one of several messages. */
const LENGTHS = [0, 1, 2, 3, 7, 1000, 4095, 4096, 65_537, 150_001] as const;
const ROUNDS = 11;

type FloatArrays = typeof Float32Array | typeof Float64Array;

/** What a rank tells the others about itself. */
interface Member {
  readonly host: string;
  /** The cores that the rank may use, and those of its machine. */
  readonly cores: number;
  readonly coresOfHost: number;
}

interface Report {
  readonly library: string;
  readonly ranks: readonly Member[];
  readonly sums: number;
  readonly broadcasts: number;
  /** The median time of the sum of one float32, and of 1.2 million, in milliseconds. */
  readonly milliseconds: { readonly short: number; readonly long: number };
}

/** Rank 0 prints the result. Throws on the rank on which something is wrong. */
export async function checkRanks(json: boolean): Promise<void> {
  const ranks = await openMpi();
  const members = await gather(ranks);
  let sums = 0;
  for (const length of LENGTHS) {
    for (const type of [Float32Array, Float64Array]) {
      await checkSum(ranks, type, length);
      sums += 1;
    }
  }
  for (const length of LENGTHS) await checkBroadcast(ranks, length);
  const milliseconds = { short: await timeSum(ranks, 1), long: await timeSum(ranks, 1_200_000) };
  const report = { library: ranks.library, ranks: members, sums, broadcasts: LENGTHS.length, milliseconds };
  const output = new Output({ quiet: false });
  if (ranks.rank === 0) for (const line of json ? [JSON.stringify(report)] : reportLines(report)) output.print(line);
  await ranks.close();
}

async function gather(ranks: MpiCommunicator): Promise<Member[]> {
  const width = 512;
  const own = { host: ranks.host, cores: availableParallelism(), coresOfHost: cpus().length } satisfies Member;
  const places = new Float32Array(width * ranks.size);
  places.set(new TextEncoder().encode(JSON.stringify(own)).subarray(0, width), width * ranks.rank);
  await ranks.sum(places);
  return Array.from({ length: ranks.size }, (_, rank) => {
    const bytes = Uint8Array.from(places.subarray(width * rank, width * (rank + 1))).filter((byte) => byte !== 0);
    return JSON.parse(new TextDecoder().decode(bytes)) as Member;
  });
}

/** The values of a rank: numbers of many sizes. */
function valuesOf(rank: number, type: FloatArrays, length: number): Float32Array | Float64Array {
  const values = new type(length);
  let state = 2 * rank + 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    values[i] = state / (1 << (state >>> 28));
  }
  return values;
}

async function checkSum(ranks: MpiCommunicator, type: FloatArrays, length: number): Promise<void> {
  const values = valuesOf(ranks.rank, type, length);
  await ranks.sum(values);
  const expected = sumInOrder(Array.from({ length: ranks.size }, (_, rank) => valuesOf(rank, type, length)));
  const at = values.findIndex((value, i) => value !== expected[i]);
  if (at < 0) return;
  throw workError(
    `rank ${ranks.rank}: the sum of ${length} values is wrong: expected ${expected[at]} at ${at}, got ${values[at]}.`,
  );
}

async function checkBroadcast(ranks: MpiCommunicator, length: number): Promise<void> {
  const bytesOf = (seed: number) => new Uint8Array(length).map((_, i) => i * 31 + seed);
  const received = await ranks.broadcast(ranks.rank === 0 ? bytesOf(1) : new Uint8Array(3));
  if (Buffer.compare(received, bytesOf(1)) === 0) return;
  throw workError(`rank ${ranks.rank}: a broadcast of ${length} bytes is wrong.`);
}

async function timeSum(ranks: MpiCommunicator, length: number): Promise<number> {
  const values = new Float32Array(length);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await ranks.sum(values);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[(ROUNDS - 1) / 2] ?? 0;
}

function reportLines({ library, ranks, sums, broadcasts, milliseconds: { short, long } }: Report): string[] {
  const hosts = [...new Set(ranks.map(({ host }) => host))];
  const lines = hosts.map((host) => {
    const own = ranks.flatMap((member, rank) => (member.host === host ? [rank] : []));
    const { cores = 0, coresOfHost = 0 } = ranks.find((member) => member.host === host) ?? {};
    const bound =
      cores < coresOfHost
        ? `; each rank may use ${cores} of them. For more threads per rank: mpirun --bind-to none`
        : '';
    return `${host}: ${own.length === 1 ? 'rank' : 'ranks'} ${own.join(', ')}; ${coresOfHost} cores${bound}`;
  });
  return [
    `${library}, ${ranks.length} ${ranks.length === 1 ? 'rank' : 'ranks'}`,
    ...lines,
    `${sums} sums and ${broadcasts} broadcasts have the right bits on every rank`,
    `the sum of one value takes ${(1000 * short).toFixed(0)} µs, that of 1.2 million float32 ${long.toFixed(1)} ms`,
  ];
}
