/** `nabla conformance`: runs every conformance case on one backend. */

import { EXIT, type LoadedBackend, type Output, resolveForCheck, usageError } from '@nablajs/command-line';
import {
  type ConformanceReport,
  DEFAULT_ULPS,
  isConformanceError,
  runConformance,
  STRICT_ULPS,
} from '@nablajs/conformance';
import type { CheckSettings } from '../settings/settings.js';
import { type ConformanceHead, conformanceJson, headLines, resultLines } from './conformance-report.js';
import { declaredDeviations } from './declared-deviations.js';
import { casesOptions, requireConformanceCases } from './selected-cases.js';
import { supervised } from './supervise.js';

/** Without `dtype`, every float type that the backend declares is checked. */
export interface ConformanceSettings
  extends Pick<CheckSettings, 'backend' | 'backendOptions' | 'projectFolder' | 'dtype' | 'json' | 'quiet'> {
  /** Part of the names of the cases to run. Default: all cases. */
  readonly filter: string | undefined;
}

/** Backends that promise more than every backend must, by the name that the user types. */
const STRICT: ReadonlySet<string> = new Set(['ts']);

/** Resolves to the exit code: 1 if the backend does not conform. */
export async function checkConformance(settings: ConformanceSettings, output: Output): Promise<number> {
  const { note, ...loaded } = await resolveForCheck(settings, settings.dtype, 'float32');
  const { backend } = loaded;
  try {
    const name = settings.backend === 'auto' ? backend.name : settings.backend;
    const dtypes = settings.dtype === undefined ? backend.dtypes : [settings.dtype];
    const head = {
      backend,
      dtypes,
      filter: settings.filter,
      ulps: STRICT.has(name) ? STRICT_ULPS : DEFAULT_ULPS,
    };
    requireConformanceCases(head);
    output.warnOf(backend);
    if (note !== undefined) output.note(`Backend ${name}: ${note}`);
    const start = performance.now();
    const report = await runCases(name, loaded, head, settings, output);
    const seconds = (performance.now() - start) / 1000;
    print(output, settings.json ? [conformanceJson(report, head)] : resultLines(report, seconds, settings));
    return report.ok ? EXIT.ok : EXIT.failure;
  } finally {
    await backend.dispose();
  }
}

function print(output: Output, lines: readonly string[]): void {
  for (const line of lines) output.print(line);
}

async function runCases(
  name: string,
  loaded: LoadedBackend,
  head: ConformanceHead,
  { json, quiet }: ConformanceSettings,
  output: Output,
): Promise<ConformanceReport> {
  const { backend, ulps } = head;
  const deviations = declaredDeviations(name, loaded);
  try {
    return await supervised(output, 'cases', ({ signal, onProgress }) => {
      if (!json && !quiet) print(output, headLines(head));
      return runConformance(backend, { ...casesOptions(head), ulps, deviations, signal, onCase: onProgress });
    });
  } catch (error) {
    if (!isConformanceError(error)) throw error;
    throw usageError(`backend '${name}': ${error.message}`, { cause: error });
  }
}
