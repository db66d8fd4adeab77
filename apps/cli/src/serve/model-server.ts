/** Serves a model over HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DenseArray, isNablaError } from '@nablajs/core';
import { type ImageForm, readImageHeader, readTable, type TableForm, type TableRows } from '@nablajs/datasets';
import { jsonOf } from '../predict/predict-files.js';
import type { Answer, Predictor } from '../predict/predictor.js';
import { Batcher } from './batcher.js';
import { HttpError } from './http-error.js';
import { openApiDocument } from './open-api.js';
import { readBody } from './read-body.js';
import { MOST_ROWS, rowsOfJson } from './rows-of-json.js';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The largest request body, in bytes. */
  readonly maxBody: number;
  /** The time in which a request must arrive, in milliseconds. */
  readonly timeout: number;
}

type Handler = (request: IncomingMessage) => unknown;

/** An HTTP server that answers until it is closed. The caller disposes the predictor. */
export class ModelServer {
  readonly #server: Server;
  readonly #predictor: Predictor;
  readonly #batcher: Batcher<Answer>;
  readonly #maxBody: number;
  readonly #timeout: number;
  #isClosing = false;
  readonly #routes: Readonly<Record<string, Readonly<Record<string, Handler>>>>;

  private constructor(predictor: Predictor, { maxBody, timeout }: ServerOptions) {
    this.#predictor = predictor;
    this.#maxBody = maxBody;
    this.#timeout = timeout;
    this.#batcher = new Batcher((x) => predictor.answers(x));
    const document = openApiDocument(predictor);
    this.#routes = {
      '/': { GET: () => ({ predict: 'POST /predict', document: 'GET /openapi.json', health: 'GET /health' }) },
      '/health': { GET: () => ({ status: 'ok' }) },
      '/openapi.json': { GET: () => document },
      '/predict': { POST: (request) => this.#predict(request) },
    };
    const limits = { requestTimeout: timeout, headersTimeout: timeout, connectionsCheckingInterval: timeout / 4 };
    this.#server = createServer(limits, (request, response) => void this.#answer(request, response));
  }

  /** Resolves once the server listens. Rejects with the system's error if it cannot. */
  static async listen(predictor: Predictor, options: ServerOptions): Promise<ModelServer> {
    const made = new ModelServer(predictor, options);
    await new Promise<void>((resolve, reject) => {
      made.#server.once('error', reject);
      made.#server.listen(options.port, options.host, () => resolve());
    });
    return made;
  }

  /** The server's address: `http://127.0.0.1:8080`. */
  get address(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /**
   * Stops accepting connections, and resolves once all requests that have begun are answered. Closes idle connections,
   * and cuts off a client that has not sent its whole request within the timeout.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const deadline = setTimeout(() => this.#server.closeAllConnections(), this.#timeout);
    await closed;
    clearTimeout(deadline);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const handler = this.#handlerOf(request, response);
      this.#send(response, 200, await handler(request));
    } catch (error) {
      const { status, message } = failureOf(error);
      // Do not read the rest of the body.
      if (!request.complete) response.setHeader('connection', 'close');
      this.#send(response, status, { error: message });
    }
  }

  #send(response: ServerResponse, status: number, value: unknown): void {
    if (this.#isClosing && !response.headersSent) response.setHeader('connection', 'close');
    send(response, status, value);
  }

  #handlerOf({ method = '', url = '' }: IncomingMessage, response: ServerResponse): Handler {
    const path = url.split('?', 1)[0] ?? '';
    const methods = Object.hasOwn(this.#routes, path) ? this.#routes[path] : undefined;
    if (methods === undefined) throw new HttpError(404, `There is no ${path.slice(0, 100)}. See GET /openapi.json.`);
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (handler !== undefined) return handler;
    response.setHeader('allow', Object.keys(methods).join(', '));
    throw new HttpError(405, `Expected ${Object.keys(methods).join(' or ')}. Received ${method}.`);
  }

  async #predict(request: IncomingMessage): Promise<object> {
    const [type = ''] = (request.headers['content-type'] ?? '').split(';');
    const read = this.#readerOf(type.trim().toLowerCase());
    const { x, unknown } = await read(await readBody(request, this.#maxBody));
    const answers = await this.#batcher.ask(x);
    return { predictions: answers.map(jsonOf), ...(unknown > 0 && { unknown }) };
  }

  #readerOf(type: string): (body: Uint8Array<ArrayBuffer>) => Encoded | Promise<Encoded> {
    const predictor = this.#predictor;
    const { form } = predictor;
    if (form.type === 'images') {
      if (IMAGE_TYPES.includes(type)) return (body) => encodeImage(predictor, form, body);
      throw wrongType(IMAGE_TYPES, type);
    }
    const encode = (rows: TableRows): Encoded => predictor.encodeRows(rows, form, 'the body');
    if (type === 'application/json') return (body) => encode(rowsOfJson(body, form));
    if (type === 'text/csv') return async (body) => encode(await rowsOfCsv(body, form));
    throw wrongType(['application/json', 'text/csv'], type);
  }
}

/** The network's inputs, and how many cells have a text that is unknown to the model. */
interface Encoded {
  readonly x: DenseArray;
  readonly unknown: number;
}

const IMAGE_TYPES = ['image/png', 'image/jpeg'];
/** A larger image takes seconds, and blocks all other requests. */
const MOST_PIXELS = 4_000_000;

function encodeImage(predictor: Predictor, form: ImageForm, body: Uint8Array): Encoded {
  const { width, height } = readImageHeader(body, 'the body');
  if (width * height > MOST_PIXELS) {
    throw new HttpError(413, `Expected an image of at most ${MOST_PIXELS} pixels. Received ${width} x ${height}.`);
  }
  return { x: predictor.encodeImage(body, form, 'the body'), unknown: 0 };
}

function wrongType(expected: readonly string[], received: string): HttpError {
  return new HttpError(415, `Expected a body of type ${expected.join(' or ')}. Received '${received.slice(0, 50)}'.`);
}

async function rowsOfCsv(body: Uint8Array<ArrayBuffer>, form: TableForm): Promise<TableRows> {
  const blocks: TableRows[] = [];
  let count = 0;
  for await (const block of readTable(new Blob([body]), { name: 'the body', form })) {
    count += block.rows.length;
    if (count > MOST_ROWS) throw new HttpError(400, `Expected at most ${MOST_ROWS} rows. Received more.`);
    blocks.push(block);
  }
  const [first] = blocks;
  if (first === undefined) throw new HttpError(400, 'Expected a table. Received no rows.');
  return { ...first, rows: blocks.flatMap(({ rows }) => rows) };
}

function failureOf(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof HttpError) return error;
  if (isNablaError(error) && error.code === 'data') return { status: 400, message: error.message };
  // The client does not get the details: they may reveal something about this machine.
  console.error(error);
  return { status: 500, message: "The model failed. The server's log says why." };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
