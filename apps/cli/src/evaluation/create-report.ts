import type { Output } from '@nablajs/command-line';
import type { FineTuneReport, TableReport } from './report.js';
import { JsonReport } from './report-json.js';
import { TextReport } from './report-text.js';

export function createReport(json: boolean, output: Output): TableReport & FineTuneReport {
  return json ? new JsonReport(output) : new TextReport(output);
}
