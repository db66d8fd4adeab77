/** Describes the API of a served model. */
import type { ArrayPlace, InputColumn } from '@nablajs/datasets';
import { ownVersion } from '../own-version.js';
import type { Predictor } from '../predict/predictor.js';
import { DEFAULT_TEMPERATURE } from '../text/write-options.js';
import { LONGEST_PROMPT } from './generate-route.js';

type Json = Readonly<Record<string, unknown>>;

/** Returns the OpenAPI 3.1 document, with the columns of this model. */
export function openApiDocument(predictor: Pick<Predictor, 'form' | 'task' | 'hasIntervals' | 'explains'>): Json {
  const { task, hasIntervals, explains } = predictor;
  const number = { type: 'number' };
  const explanation = explains && {
    explanation: {
      type: 'array',
      description: 'What each cell changes, compared with an empty cell; the largest change first.',
      items: object({ column: { type: 'string' }, change: number }),
    },
  };
  const { form } = predictor;
  const answer =
    form.type === 'arrays' && form.classes === undefined
      ? object({ prediction: arraysSchema(form.outputs) })
      : task.kind === 'regression'
        ? object({
            prediction: { type: 'number', description: task.target },
            ...(hasIntervals && { low: number, high: number }),
            ...explanation,
          })
        : object({
            prediction: { type: 'string', enum: task.classes },
            probability: probability(),
            top: { type: 'array', items: object({ class: { type: 'string' }, probability: probability() }) },
            ...explanation,
          });
  const unknown = {
    type: 'integer',
    description: 'How many cells have a text that the model does not know; absent if 0.',
  };
  const list = { predictions: { type: 'array', items: answer } };
  const predictions = { ...object(list), properties: { ...list, unknown } };
  const post = {
    summary: 'Predicts rows or an image.',
    requestBody: { required: true, content: contentOf(predictor) },
    responses: { 200: response('A prediction for each row, in order, or for the image.', predictions), ...failures() },
  };
  return documentOf({ '/predict': { post } });
}

/** Returns the OpenAPI 3.1 document of a model that writes at most `maxLength` tokens. */
export function writingDocument(maxLength: number): Json {
  const count = { type: 'integer', minimum: 1 };
  const asked = {
    prompt: { type: 'string', maxLength: LONGEST_PROMPT, description: 'The text to continue.' },
    length: { ...count, maximum: maxLength, description: 'How many tokens to write.' },
    temperature: { type: 'number', minimum: 0, default: DEFAULT_TEMPERATURE },
    topK: { ...count, description: 'Draw only from this many of the most likely tokens.' },
    topP: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 1 },
    seed: { type: 'integer', minimum: 0, default: 0 },
    stream: { type: 'boolean', default: false, description: 'Send the text as it is made, as server-sent events.' },
  };
  const schema = { type: 'object', properties: asked, additionalProperties: false };
  const text = object({ text: { type: 'string' }, tokens: { type: 'integer' } });
  const events = 'Events {"text": …}, then an event done, or an event error.';
  const written = {
    description: 'The text after the prompt.',
    content: {
      'application/json': { schema: text },
      'text/event-stream': { schema: { type: 'string', description: events } },
    },
  };
  const post = {
    summary: 'Writes text.',
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 200: written, ...failures() },
  };
  return documentOf({ '/generate': { post } });
}

/** Adds what every server has. */
function documentOf(paths: Json): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'A nabla model', version: ownVersion() },
    paths: {
      ...paths,
      '/health': {
        get: { summary: 'Checks that the server is up.', responses: { 200: response('It is.', healthSchema) } },
      },
      '/openapi.json': { get: { summary: 'This document.', responses: { 200: { description: 'OpenAPI 3.1.' } } } },
    },
  };
}

const healthSchema = object({ status: { type: 'string', enum: ['ok'] } });

function object(properties: Json): Json {
  return { type: 'object', properties, required: Object.keys(properties) };
}

function probability(): Json {
  return { type: 'number', minimum: 0, maximum: 1 };
}

function response(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

function failures(): Json {
  const error = object({ error: { type: 'string' } });
  return {
    400: response('The model cannot take the body; the error says why.', error),
    408: response('The body took too long to arrive.', error),
    413: response('The body is too large.', error),
    415: response('The body has the wrong type.', error),
    421: response('The server does not answer requests to this host.', error),
    503: response('Other requests take all the memory for requests; try again.', error),
  };
}

function contentOf({ form }: Pick<Predictor, 'form'>): Json {
  if (form.type === 'images') {
    const schema = { type: 'string', contentMediaType: 'image', description: 'An image of any size.' };
    return { 'image/png': { schema }, 'image/jpeg': { schema } };
  }
  if (form.type === 'arrays') return { 'application/json': { schema: arraysSchema(form.inputs, ['n']) } };
  const row = object(Object.fromEntries(form.columns.map((column) => [column.name, cellSchema(column)])));
  const rows = { type: 'array', items: row };
  return {
    'application/json': { schema: { anyOf: [rows, object({ rows }), row] } },
    'text/csv': {
      schema: { type: 'string', description: 'A first row with the names of the columns, then the rows.' },
    },
  };
}

/** Describes the only array, or each by its name; before the shape of an example come the dimensions `outer`. */
function arraysSchema(places: readonly ArrayPlace[], outer: readonly string[] = []): Json {
  const schemaOf = ({ type, shape }: ArrayPlace): Json => ({
    type: shape.length + outer.length === 0 ? 'number' : 'array',
    description: `Numbers [${[...outer, ...shape].join(', ')}] of type ${type}, as nested lists.`,
  });
  const named = object(Object.fromEntries(places.map((place) => [place.name, schemaOf(place)])));
  const [only, ...more] = places;
  if (only === undefined || more.length > 0) return named;
  return outer.length === 0 ? schemaOf(only) : { anyOf: [schemaOf(only), named] };
}

function cellSchema(column: InputColumn): Json {
  if (column.kind === 'category') return { type: ['string', 'null'], examples: column.values.slice(0, 10) };
  if (column.kind === 'text' || column.kind === 'sentence')
    return { type: ['string', 'null'], description: 'Running text.' };
  if (column.kind === 'number') return { type: ['number', 'null'] };
  return { type: ['string', 'null'], description: 'ISO 8601: 2024-02-29.' };
}
