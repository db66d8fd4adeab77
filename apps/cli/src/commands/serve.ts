import { resolve } from 'node:path';
import { countOption, describeFailure, EXIT, Output, usageError, workError } from '@nablajs/command-line';
import { Command } from 'commander';
import { addHelpBlocks, type HelpBlock } from '../help-text.js';
import { type AnswerOptions, addAnswerOptions, answerOptions } from '../predict/answer-options.js';
import type { Predictor } from '../predict/predictor.js';
import { readSources } from '../settings/setting-sources.js';
import { EVALUATE_SETTINGS, type EvaluateSettings, evaluateSettings } from '../settings/settings.js';
import type { Writer } from '../text/writer.js';
import { addSettingOptions } from './setting-options.js';

const SERVE_SETTINGS = EVALUATE_SETTINGS.filter((name) => name !== 'data' && name !== 'strict');

const HELP: readonly HelpBlock[] = [
  `POST /predict takes rows as JSON or CSV, or an image. A model that learned a text has POST /generate instead, which
  answers with JSON or, with "stream": true, with server-sent events. GET /openapi.json describes the API, and GET
  /health checks that the server is up. The server has no passwords and no TLS, so put a reverse proxy that has them in
  front of it. Ctrl-C and SIGTERM finish the requests that have begun, then stop.`,
  `Only this machine can reach the server unless --host names another address. On this machine, it answers requests to
  localhost and to each --allow-host; on another address, to any host unless you give --allow-host. Pages of other
  origins may read answers only with --cors. You can repeat both flags.`,
  {
    title: 'Examples',
    rows: [
      ['$ nabla serve model'],
      ['$ nabla serve runs/first --port 3000'],
      ['$ nabla serve model --intervals --explain', 'answers say how sure they are, and why'],
      [`$ curl -H 'content-type: application/json' -d '[{"age": 31, "colour": "red"}]' localhost:8080/predict`],
      [`$ curl -H 'content-type: text/csv' --data-binary @new.csv localhost:8080/predict`],
      [`$ curl -H 'content-type: application/json' -d '{"prompt": "It is"}' localhost:8080/generate`],
      ['$ nabla serve model --cors https://example.com --cors http://localhost:5173'],
    ],
  },
];

export function serveCommand(setCode: (code: number) => void): Command {
  const command = new Command('serve')
    .description('Serve a saved model over HTTP.')
    .argument('<model>', 'Folder of a model or of a run.')
    .option('--host <address>', 'Address to listen on.', '127.0.0.1')
    .option('--port <number>', 'Port to listen on; 0 takes a free one.', '8080')
    .option('--max-body <megabytes>', 'Largest request body, in megabytes.', '10')
    .option('--max-length <tokens>', 'The longest text that a request may ask for.', '1000')
    .option('--timeout <seconds>', 'How long a request may take to arrive.', '10')
    .option('--allow-host <name>', 'Also answer requests to this host, such as example.com.', hostName, [])
    .option('--cors <origin>', 'Let pages of this origin call the server, such as https://example.com.', origin, []);
  addAnswerOptions(command);
  addSettingOptions(command, SERVE_SETTINGS);
  return addHelpBlocks(command, HELP).action(async (model: string, flags: Record<string, unknown>) => {
    const workingFolder = process.cwd();
    const modelFolder = resolve(workingFolder, model);
    const [port, answers] = [portOf(flags), answerOptions(flags)];
    const maxLength = countOption('--max-length', flags['maxLength']) as number;
    const [megabytes, seconds] = [positiveNumber(flags, 'max-body', 'maxBody'), positiveNumber(flags, 'timeout')];
    const sources = await readSources({ flags, environment: process.env, workingFolder, modelFolder }, SERVE_SETTINGS);
    const settings = evaluateSettings(sources, workingFolder);
    const output = new Output(settings);
    const { ModelServer } = await import('../serve/model-server.js');
    const served = await loadServed(modelFolder, settings, answers, output);
    try {
      const options = {
        host: String(flags['host']),
        port,
        maxBody: megabytes * 1e6,
        maxLength,
        timeout: seconds * 1000,
        allowedHosts: flags['allowHost'] as string[],
        origins: flags['cors'] as string[],
      };
      const server = await ModelServer.listen(served, options).catch((error: unknown) => {
        throw workError(`${options.host}:${port}: ${describeFailure(error).message}`, { cause: error });
      });
      output.print(
        settings.json
          ? JSON.stringify({ event: 'listening', address: server.address })
          : `Listening on ${server.address}`,
      );
      await stopped();
      output.note('Stopping after the requests that have begun.');
      await server.close();
      setCode(EXIT.ok);
    } finally {
      await served[Symbol.asyncDispose]();
    }
  });
}

/** Loads a model that predicts, or one that writes. */
async function loadServed(
  folder: string,
  settings: EvaluateSettings,
  answers: AnswerOptions,
  output: Output,
): Promise<Predictor | Writer> {
  const { isTextModel, Writer } = await import('../text/writer.js');
  if (await isTextModel(folder)) {
    const flag = answers.explain ? '--explain' : answers.intervals === undefined ? undefined : '--intervals';
    if (flag === undefined) return await Writer.load(folder, settings, output);
    throw usageError(`${flag}: expected a model for tables. Received one that writes text, ${folder}.`);
  }
  const { Predictor } = await import('../predict/predictor.js');
  return await Predictor.load(folder, settings, answers, output);
}

/** Resolves at the first signal to stop. A second signal ends the process at once. */
function stopped(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}

function hostName(text: string, earlier: readonly string[]): string[] {
  if (/^([\w.-]+|\[[\da-f:.]+\])$/i.test(text)) return [...earlier, text];
  throw usageError(`--allow-host: expected a name without a port, such as example.com. Received ${text}.`);
}

/** The origin as browsers write it. */
function origin(text: string, earlier: readonly string[]): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`)
    return [...earlier, url.origin];
  throw usageError(`--cors: expected an origin, such as https://example.com, without a path. Received ${text}.`);
}

function portOf(flags: Readonly<Record<string, unknown>>): number {
  const text = String(flags['port']);
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageError(`--port: expected a whole number from 0 to 65535. Received ${text}.`);
}

function positiveNumber(flags: Readonly<Record<string, unknown>>, name: string, key = name): number {
  const value = Number(flags[key]);
  if (Number.isFinite(value) && value > 0 && value <= 1e6) return value;
  throw usageError(`--${name}: expected a number above 0. Received ${String(flags[key])}.`);
}
