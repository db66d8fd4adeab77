/** Measures the peak of one core: the most it computes with 128-bit SIMD without touching memory. */

/** Independent chains of operations: enough to fill the pipelines, few enough for 16 registers. */
const CHAINS = 12;
/** Multiplications and additions of four lanes in one iteration. */
const FLOPS_PER_ITERATION = CHAINS * 2 * 4;

const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const SIMD = 0xfd;
const F32X4_ADD = [SIMD, 0xe4, 0x01];
const F32X4_MUL = [SIMD, 0xe6, 0x01];

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body];
const float32 = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
const splat = (value: number): number[] => [...float32(value), SIMD, 0x13];

/**
 * Returns a module with `(func (export "run") (param i32) (result f32))`, which runs `param` iterations of acc = acc *
 * c + d in every chain, and returns the sum of a lane. Locals: 0 is the counter, then the chains, then c and d.
 */
export function peakModule(): Uint8Array<ArrayBuffer> {
  const chains = Array.from({ length: CHAINS }, (_, chain) => chain + 1);
  const [c, d] = [CHAINS + 1, CHAINS + 2];
  const step = chains.flatMap((chain) => [
    ...[LOCAL_GET, chain, LOCAL_GET, c, ...F32X4_MUL],
    ...[LOCAL_GET, d, ...F32X4_ADD, LOCAL_SET, chain],
  ]);
  const code = [
    ...[...splat(0.999), LOCAL_SET, c, ...splat(0.001), LOCAL_SET, d],
    ...[0x03, 0x40, ...step], // loop
    ...[LOCAL_GET, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b], // counter -= 1; again while it is not 0
    ...chains.flatMap((chain, at) => [LOCAL_GET, chain, ...(at === 0 ? [] : F32X4_ADD)]),
    ...[SIMD, 0x1f, 0, 0x0b], // the first lane
  ];
  const body = [1, CHAINS + 2, 0x7b, ...code];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/**
 * Measures the float32 GFLOP/s of one core: the best of several runs within `milliseconds`. `now` is the clock, in
 * milliseconds.
 */
export async function measurePeak(milliseconds = 200, now: () => number = () => performance.now()): Promise<number> {
  const { instance } = await WebAssembly.instantiate(peakModule());
  const run = instance.exports['run'] as (iterations: number) => number;
  const iterations = 1_000_000;
  run(iterations);
  const end = now() + milliseconds;
  let best = Number.POSITIVE_INFINITY;
  while (now() < end) {
    const start = now();
    run(iterations);
    best = Math.min(best, now() - start);
  }
  return (iterations * FLOPS_PER_ITERATION) / best / 1e6;
}
