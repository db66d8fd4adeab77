/** The loop of the protocol: reads one JSON object per line and writes one answer per line, in order. */
import { createInterface } from 'node:readline';
import type { Answer, Hello, MemoryMeasured, Prepared, Request, Sampled } from '../protocol.js';

/** The functions that answer each request. If one throws, the error becomes the answer. */
export interface Handlers {
  hello(): Promise<Answer<Hello>>;
  prepare(request: Extract<Request, { do: 'prepare' }>): Promise<Answer<Prepared>>;
  sample(request: Extract<Request, { do: 'sample' }>): Promise<Answer<Sampled>>;
  release(): Promise<Answer<object>>;
  memory(): Promise<Answer<MemoryMeasured>>;
}

/** Answers requests until stdin ends. Only answers go to stdout: the output of libraries is redirected to stderr. */
export async function serve(handlers: Handlers): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  for await (const line of createInterface({ input: process.stdin })) {
    write(`${JSON.stringify(await answer(handlers, line))}\n`);
  }
}

async function answer(handlers: Handlers, line: string): Promise<Answer<object>> {
  try {
    const request = JSON.parse(line) as Request;
    switch (request.do) {
      case 'hello':
        return await handlers.hello();
      case 'prepare':
        return await handlers.prepare(request);
      case 'sample':
        return await handlers.sample(request);
      case 'release':
        return await handlers.release();
      case 'memory':
        return await handlers.memory();
    }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
