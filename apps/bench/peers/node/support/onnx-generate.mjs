/** A GPT that writes in ONNX Runtime. */
import { namedParameters } from './network.mjs';
import { cacheNames, onnxGpt } from './onnx-gpt.mjs';
import { Unsupported } from './protocol.mjs';

/** Texts with each number of threads to warm up, and then to compare the fastest of. */
const [WARM_UP_TEXTS, COMPARED_TEXTS] = [1, 3];

/**
 * @param {object} ort
 * @param {object} options Options of the session.
 * @returns {import('./protocol.mjs').Prepare}
 */
export function onnxGenerate(ort, options) {
  /** The session gets the keys and values back that it returned. */
  async function write(session, { size, length }, prompt) {
    const { heads, width } = size;
    const [past, present] = ['past', 'present'].map((when) => cacheNames(when, size));
    let cache = past.map(() => new ort.Tensor('float32', new Float32Array(), [1, heads, 0, width / heads]));
    let next = prompt;
    const written = [];
    for (let start = 0; written.length < length; ) {
      const { length: count } = next;
      const places = BigInt64Array.from(next, (_, at) => BigInt(start + at));
      const results = await session.run({
        tokens: new ort.Tensor('int64', BigInt64Array.from(next, BigInt), [1, count]),
        positions: new ort.Tensor('int64', places, [count]),
        last: new ort.Tensor('int32', Int32Array.of(start + count - 1), [1]),
        total: new ort.Tensor('int32', Int32Array.of(start + count), []),
        ...Object.fromEntries(past.map((name, at) => [name, cache[at]])),
      });
      for (const tensor of cache) tensor.dispose();
      cache = present.map((name) => results[name]);
      start += count;
      const token = largestAt(results.logits.data);
      results.logits.dispose();
      written.push(token);
      next = [token];
    }
    for (const tensor of cache) tensor.dispose();
    return written;
  }

  /** Takes one thread or all of them, what is faster: the work of one token is small. */
  return async (workload, inputs) => {
    if (workload.dtype !== 'float32') throw new Unsupported('its attention computes in float32 only');
    const model = onnxGpt(
      workload.size,
      Object.fromEntries(namedParameters(inputs).map((name) => [name, inputs[name]])),
    );
    const prompt = Array.from(inputs.prompt.data);
    const sessions = [];
    for (const threads of new Set([1, options.intraOpNumThreads ?? 1])) {
      const session = await ort.InferenceSession.create(model, { ...options, intraOpNumThreads: threads });
      sessions.push({ session, threads, seconds: await fastest(() => write(session, workload, prompt)) });
    }
    const [{ session, threads }, ...others] = sessions.sort((a, b) => a.seconds - b.seconds);
    for (const other of others) await other.session.release();
    let tokens = [];
    return {
      async execute() {
        tokens = await write(session, workload, prompt);
      },
      result: () => tokens,
      sink: async () => tokens[0],
      dispose: () => void session.release(),
      ...(others.length > 0 && { note: `${threads} thread${threads === 1 ? '' : 's'}, the faster number` }),
    };
  };
}

const largestAt = (values) => values.reduce((best, value, at) => (value > values[best] ? at : best), 0);

async function fastest(run) {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < WARM_UP_TEXTS + COMPARED_TEXTS; at++) {
    const start = performance.now();
    await run();
    if (at >= WARM_UP_TEXTS) least = Math.min(least, performance.now() - start);
  }
  return least;
}
