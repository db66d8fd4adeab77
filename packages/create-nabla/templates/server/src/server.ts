/** Answers over HTTP: `GET /` describes the model, `POST /predict` predicts rows. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isNablaError } from '@nablajs/core';
import type { Model } from './model.js';
import { Refused, rowsOf } from './request.js';

export function createPredictionServer(model: Model): Server {
  return createServer((request, response) => {
    answer(model, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  });
}

async function answer(model: Model, request: IncomingMessage): Promise<unknown> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/' && request.method === 'GET') return { columns: model.columns };
  if (pathname !== '/predict') throw new Refused(404, 'expected GET / or POST /predict.');
  if (request.method !== 'POST') throw new Refused(405, 'expected POST.');
  return { predictions: await model.predict(await rowsOf(request)) };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof Refused) {
    // What is left of the request's body is not read.
    response.setHeader('connection', 'close');
    send(response, error.status, { error: error.message });
  } else if (isNablaError(error) && error.code === 'data') {
    // A row lacks a column, or a cell has the wrong type: the message says which.
    send(response, 400, { error: error.message });
  } else {
    console.error(error);
    send(response, 500, { error: 'the server failed; its log says why.' });
  }
}
