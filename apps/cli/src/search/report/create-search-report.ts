import type { Output } from '@nablajs/command-line';
import type { SearchFolder } from '../search-folder.js';
import type { SearchReport } from './search-report.js';
import { JsonSearchReport } from './search-report-json.js';
import { TextSearchReport } from './search-report-text.js';

export function createSearchReport(json: boolean, folder: SearchFolder, output: Output): SearchReport {
  return json ? new JsonSearchReport(folder, output) : new TextSearchReport(folder, output);
}
