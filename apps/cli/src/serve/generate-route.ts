/** `POST /generate`: writes text, whole or as a stream of server-sent events. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { WRITE_OPTIONS, type WriteOptions, writeOptions } from '../text/write-options.js';
import type { Writer } from '../text/writer.js';
import { failureOf, HttpError } from './http-error.js';
import { readBody } from './read-body.js';
import { parseJson } from './rows-of-json.js';
import type { SharedMemory } from './shared-memory.js';

/** What writes: a writer. */
export type Writing = Pick<Writer, 'form' | 'encode' | 'write'>;

interface GenerateLimits {
  /** The largest body, in bytes. */
  readonly maxBody: number;
  /** The most tokens to write for a request. */
  readonly maxLength: number;
  readonly memory: SharedMemory;
}

/** What a request asks for. */
interface Asked {
  readonly prompt: string;
  readonly stream: boolean;
  readonly options: WriteOptions;
}

/** Longer prompts would take long to encode, and only their end is read. */
export const LONGEST_PROMPT = 100_000;
/** How many texts are written at the same time. */
export const MOST_TEXTS = 8;

/** Returns the handler of the route. */
export function generateRoute(
  writer: Writing,
  { maxBody, maxLength, memory }: GenerateLimits,
): (request: IncomingMessage, response: ServerResponse) => Promise<unknown> {
  let texts = 0;
  return async (request, response) => {
    checkType(request.headers['content-type'] ?? '');
    using share = memory.share();
    const asked = askedBy(parseJson(await readBody(request, maxBody, share)), maxLength);
    if (texts === MOST_TEXTS) {
      throw new HttpError(503, `The server writes ${MOST_TEXTS} texts at the same time. Try again.`);
    }
    texts++;
    try {
      return await (asked.stream ? streamed : whole)(writer, asked, response);
    } finally {
      texts--;
    }
  };
}

function checkType(contentType: string): void {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type === 'application/json') return;
  throw new HttpError(415, `Expected a body of type application/json. Received '${type.slice(0, 50)}'.`);
}

const KEYS: readonly string[] = ['prompt', 'stream', ...Object.keys(WRITE_OPTIONS)];

function askedBy(body: unknown, maxLength: number): Asked {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'Expected an object, such as { "prompt": "It is" }. Received something else.');
  }
  const given = body as Readonly<Record<string, unknown>>;
  const other = Object.keys(given).find((key) => !KEYS.includes(key));
  if (other !== undefined) {
    throw new HttpError(400, `Expected the keys ${KEYS.join(', ')}. Received '${other.slice(0, 50)}'.`);
  }
  const { prompt = '', stream = false } = given;
  if (typeof prompt !== 'string' || prompt.length > LONGEST_PROMPT) {
    throw new HttpError(
      400,
      `prompt: expected a text of at most ${LONGEST_PROMPT} characters. Received another value.`,
    );
  }
  if (typeof stream !== 'boolean') throw new HttpError(400, 'stream: expected true or false. Received another value.');
  const options = writeOptions(
    (name) => given[name],
    (name, expected) => new HttpError(400, `${name}: expected ${expected}. Received another value.`),
  );
  // The default length may be more than the limit.
  const length = given['length'] === undefined ? Math.min(options.length, maxLength) : options.length;
  if (length > maxLength) throw new HttpError(400, `length: expected at most ${maxLength} tokens. Received ${length}.`);
  return { prompt, stream, options: { ...options, length } };
}

interface Ending {
  readonly tokens: number;
  /** How many characters of the prompt the model does not know; undefined if none. */
  readonly unknown?: number;
}

/** Calls `write` with each piece of the text. Stops when the client has gone. */
async function eachPiece(
  writer: Writing,
  { prompt, options }: Asked,
  response: ServerResponse,
  write: (piece: string) => Promise<void> | void,
): Promise<Ending> {
  const { tokens, unknown } = writer.encode(prompt);
  for await (const piece of writer.write(tokens, options)) {
    if (piece !== '') await write(piece);
    // Other requests have their turn.
    await setImmediate();
    if (response.destroyed || response.socket?.destroyed) break;
  }
  return { tokens: options.length, ...(unknown > 0 && { unknown }) };
}

async function whole(writer: Writing, asked: Asked, response: ServerResponse): Promise<object> {
  let text = '';
  const ending = await eachPiece(writer, asked, response, (piece) => {
    text += piece;
  });
  return { text, ...ending };
}

/** Sends each piece as an event `{ text }`, and at the end an event `done` (https://html.spec.whatwg.org, 9.2). */
async function streamed(writer: Writing, asked: Asked, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  // Proxies such as nginx would collect the events.
  response.setHeader('x-accel-buffering', 'no');
  response.setHeader('connection', 'close');
  response.flushHeaders();
  const send = async (event: string, data: object): Promise<void> => {
    const isFull = !response.write(`${event}data: ${JSON.stringify(data)}\n\n`);
    if (isFull && !response.destroyed) await drained(response);
  };
  try {
    const ending = await eachPiece(writer, asked, response, (text) => send('', { text }));
    await send('event: done\n', ending);
  } catch (error) {
    await send('event: error\n', { error: failureOf(error).message });
  }
  response.end();
}

/** Resolves once the client has read enough, or has gone. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
