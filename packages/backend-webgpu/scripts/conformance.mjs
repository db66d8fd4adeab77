/** Runs every conformance case, judges what is declared, and writes the adapter's lines of the table. */
import { readFileSync, writeFileSync } from 'node:fs';
import { deviations } from '@nablajs/backend-webgpu';
import { runConformance } from '@nablajs/conformance';

const README = new URL('../README.md', import.meta.url);
const HEAD = '| adapter | of its cases | why they deviate |\n| --- | --- | --- |\n';

/** At most this share of the cases may be declared. */
const MOST = 0.02;

/** Sums, products and gradients may be declared only for operands that are not finite or not normal. */
const EXACT = /^(matmul|sum|mean|scatterAdd|csr|conv|pool|fused)/;
const SPECIAL = /subnormal|NaN|infinit|special/i;

/** What the table says of an adapter: how many cases of each reason deviate. */
export function tableRow(adapter, declared, applicable) {
  const counts = new Map();
  for (const { reason } of declared) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const why = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${count}: ${reason}`);
  const share = ((100 * declared.length) / applicable).toFixed(1);
  return `| ${adapter} | ${declared.length} of ${applicable} (${share} %) | ${why.join('; ') || 'none does'} |`;
}

/** Puts an adapter's row into the table of a page, in place of its old one. */
export function withRow(page, row) {
  const [before, rest] = page.split(HEAD);
  if (rest === undefined) throw new Error('the README has no table of deviations');
  const rows = /^(\|.*\n)*/.exec(rest)?.[0] ?? '';
  const name = row.slice(0, row.indexOf('|', 1) + 1);
  const others = rows.split('\n').filter((one) => one !== '' && !one.startsWith(name));
  return `${before}${HEAD}${[...others, row].sort().join('\n')}\n${rest.slice(rows.length)}`;
}

/** Returns what is wrong, as lines. */
export async function checkDeviations(backend, { adapter, write }) {
  const report = await runConformance(backend, { dtypes: ['float32'], deviations: deviations(backend) });
  const applicable = report.cases.filter(({ status }) => status !== 'not-applicable');
  const declared = applicable.filter(({ reason }) => reason !== undefined);
  const deviating = declared.filter(({ status }) => status === 'declared');
  const { passed, failed, notApplicable, unused } = report;
  console.log(
    `conformance: ${passed} passed, ${failed} failed, ${deviating.length} deviate as declared, ${unused} declared ` +
      `and not needed here, ${notApplicable} not applicable`,
  );
  const row = tableRow(adapter.description, deviating, applicable.length);
  console.log(row);
  if (write) writeFileSync(README, withRow(readFileSync(README, 'utf8'), row));
  return [
    ...applicable.flatMap(({ status, message }) => (status === 'failed' ? [message] : [])),
    ...(declared.length <= MOST * applicable.length ? [] : [`${declared.length} cases are declared: more than 2 %`]),
    ...declared
      .filter(({ name, kernel }) => EXACT.test(kernel) && !SPECIAL.test(name))
      .map(({ name }) => `${name}: a sum, product or gradient of normal numbers is declared to deviate`),
  ];
}
