import type { Output } from '@nablajs/command-line';
import type { TableReport } from './report.js';
import { JsonReport } from './report-json.js';
import { TextReport } from './report-text.js';

export function createReport(json: boolean, output: Output): TableReport {
  return json ? new JsonReport(output) : new TextReport(output);
}
