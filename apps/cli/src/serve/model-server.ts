/** Serves a model over HTTP. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { jsonOf } from '../predict/answer-writer.js';
import type { Answer, Predictor } from '../predict/predictor.js';
import { hostCheck } from './allowed-hosts.js';
import { Batcher } from './batcher.js';
import { allowOrigin } from './cors.js';
import { type Encoder, encoderOf } from './encode-body.js';
import { generateRoute, type Writing } from './generate-route.js';
import { failureOf, HttpError } from './http-error.js';
import { openApiDocument, writingDocument } from './open-api.js';
import { readBody } from './read-body.js';
import { SharedMemory } from './shared-memory.js';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The largest request body, in bytes. */
  readonly maxBody: number;
  /** The most tokens that a request may ask a model to write. */
  readonly maxLength: number;
  /** The time in which a request must arrive, in milliseconds. */
  readonly timeout: number;
  /** More names that clients may call the server by. */
  readonly allowedHosts: readonly string[];
  /** Pages of these origins, such as `https://example.com`, may call the server. */
  readonly origins: readonly string[];
}

/** What answers: a predictor. */
export type Answering = Encoder & Pick<Predictor, 'task' | 'answers' | 'hasIntervals' | 'explains'>;

/** Returns the answer, or undefined if it has sent one. */
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/** All requests together hold this many times the largest body. */
const BODIES_IN_MEMORY = 10;
/** A stop accepts waiting connections until this many turns of the event loop brought none … */
const QUIET_TURNS = 3;
/** … and does not wait longer than this many turns. */
const MOST_TURNS = 100;

/** An HTTP server that answers until it is closed. The caller disposes the model. */
export class ModelServer {
  readonly #server: Server;
  readonly #options: ServerOptions;
  readonly #origins: ReadonlySet<string>;
  readonly #memory: SharedMemory;
  readonly #sockets = new Set<Socket>();
  #accepted = 0;
  #checkHost: (host: string | undefined) => void = () => undefined;
  #isClosing = false;
  readonly #routes: Routes;

  private constructor(model: Answering | Writing, options: ServerOptions) {
    const { maxBody, timeout, origins } = options;
    this.#options = options;
    this.#origins = new Set(origins);
    this.#memory = new SharedMemory(BODIES_IN_MEMORY * maxBody);
    this.#routes = {
      '/health': { GET: () => ({ status: 'ok' }) },
      ...('write' in model ? this.#writingRoutes(model) : this.#predictingRoutes(model)),
    };
    const limits = { requestTimeout: timeout, headersTimeout: timeout, connectionsCheckingInterval: timeout / 4 };
    this.#server = createServer(limits, (request, response) => void this.#answer(request, response));
    // Closes the connection of a client that does not read its answer. Longer than the limits, which answer 408.
    this.#server.timeout = 1.5 * timeout;
    this.#server.on('connection', (socket) => {
      this.#accepted++;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Resolves once the server listens. Rejects with the system's error if it cannot. */
  static async listen(model: Answering | Writing, options: ServerOptions): Promise<ModelServer> {
    const made = new ModelServer(model, options);
    await new Promise<void>((resolve, reject) => {
      made.#server.once('error', reject);
      made.#server.listen(options.port, options.host, () => resolve());
    });
    const { address } = made.#server.address() as AddressInfo;
    made.#checkHost = hostCheck(address, options.allowedHosts);
    return made;
  }

  /** The server's address: `http://127.0.0.1:8080`. */
  get address(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /**
   * Stops accepting connections, and resolves once all requests that have begun are answered, those of connections that
   * wait to be accepted too. Closes idle connections, and cuts off a client that has not sent its whole request within
   * the timeout.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#acceptWaiting();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    // To Node, a connection is not idle before its first request.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    const deadline = setTimeout(() => this.#server.closeAllConnections(), this.#options.timeout);
    await closed;
    clearTimeout(deadline);
  }

  /** Accepts the connections that the system has already made for clients: it resets them when the server closes. */
  async #acceptWaiting(): Promise<void> {
    for (let turn = 0, quiet = 0; turn < MOST_TURNS && quiet < QUIET_TURNS; turn++) {
      const before = this.#accepted;
      await setImmediate();
      quiet = this.#accepted === before ? quiet + 1 : 0;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not while the answer is computed.
    response.on('timeout', () => response.headersSent && response.socket?.destroy());
    try {
      const handler = this.#handlerOf(request, response);
      const value = await handler?.(request, response);
      this.#send(request, response, handler === undefined ? 204 : 200, value);
    } catch (error) {
      const { status, message } = failureOf(error);
      if (status === 503) response.setHeader('retry-after', 1);
      // The next request would begin inside of this body.
      if (!request.complete) response.setHeader('connection', 'close');
      this.#send(request, response, status, { error: message });
    }
  }

  #send(request: IncomingMessage, response: ServerResponse, status: number, value: unknown): void {
    if (response.headersSent || response.destroyed) return;
    if (this.#isClosing) response.setHeader('connection', 'close');
    const text = value === undefined ? '' : `${JSON.stringify(value)}\n`;
    if (text !== '') {
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.setHeader('content-length', Buffer.byteLength(text));
    }
    response.setHeader('x-content-type-options', 'nosniff');
    response.writeHead(status);
    if (request.complete) {
      response.end(text);
      return;
    }
    // A client that still sends would lose the answer if the connection closed now.
    response.write(text);
    request.once('close', () => response.end()).resume();
  }

  /** Returns undefined for a preflight, which has no body to answer. */
  #handlerOf(request: IncomingMessage, response: ServerResponse): Handler | undefined {
    const { method = '', url = '', headers } = request;
    this.#checkHost(headers.host);
    const path = url.split('?', 1)[0] ?? '';
    const handlers = Object.hasOwn(this.#routes, path) ? this.#routes[path] : undefined;
    const methods = Object.keys(handlers ?? {});
    const isPreflight = allowOrigin(request, response, { origins: this.#origins, methods });
    if (handlers === undefined) throw new HttpError(404, `There is no ${path.slice(0, 100)}. See GET /openapi.json.`);
    if (isPreflight) return;
    if (Object.hasOwn(handlers, method)) return handlers[method];
    response.setHeader('allow', methods.join(', '));
    throw new HttpError(405, `Expected ${methods.join(' or ')}. Received ${method}.`);
  }

  #writingRoutes(writer: Writing): Routes {
    const { maxBody, maxLength } = this.#options;
    const document = writingDocument(maxLength);
    const limits = { maxBody, maxLength, memory: this.#memory };
    return {
      '/': { GET: () => ({ generate: 'POST /generate', document: 'GET /openapi.json', health: 'GET /health' }) },
      '/openapi.json': { GET: () => document },
      '/generate': { POST: generateRoute(writer, limits) },
    };
  }

  #predictingRoutes(predictor: Answering): Routes {
    const batcher = new Batcher((inputs) => predictor.answers(inputs));
    const document = openApiDocument(predictor);
    return {
      '/': { GET: () => ({ predict: 'POST /predict', document: 'GET /openapi.json', health: 'GET /health' }) },
      '/openapi.json': { GET: () => document },
      '/predict': { POST: (request) => this.#predict(request, predictor, batcher) },
    };
  }

  async #predict(request: IncomingMessage, predictor: Answering, batcher: Batcher<Answer>): Promise<object> {
    const encode = encoderOf(predictor, request.headers['content-type'] ?? '');
    using memory = this.#memory.share();
    const { inputs, unknown } = await encode(await readBody(request, this.#options.maxBody, memory));
    memory.resize(inputs.reduce((bytes, { data }) => bytes + data.byteLength, 0));
    const answers = await batcher.ask(inputs);
    return { predictions: answers.map(jsonOf), ...(unknown > 0 && { unknown }) };
  }
}
