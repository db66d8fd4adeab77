import type { Readable, Writable } from 'node:stream';
import { oneLine } from '@nablajs/command-line';
import type { TableScan } from '@nablajs/datasets';

export type TargetColumnSummary = TableScan['columns'][number];

/** Resolves to undefined if the user cancels. */
export async function askTarget(
  columns: readonly TargetColumnSummary[],
  terminal: { readonly input: Readable; readonly output: Writable },
): Promise<string | undefined> {
  // Loaded only when needed: most commands ask nothing.
  const { isCancel, select } = await import('@clack/prompts');
  const chosen = await select({
    message: 'Which column should the network predict?',
    options: columns.map((column) => ({
      ...{ value: column.name, label: oneLine(column.name), hint: contentOfColumn(column) },
    })),
    maxItems: 15,
    ...terminal,
  });
  return isCancel(chosen) ? undefined : chosen;
}

/** `numbers, 2700 to 6300`, or `3 values, such as Adelie`. */
export function contentOfColumn({ kind, numbers, texts, notNumber }: TargetColumnSummary): string {
  if (kind === 'number') return `numbers, ${numbers.min} to ${numbers.max}`;
  if (kind === 'date') return 'dates';
  if (kind === 'empty') return 'empty';
  // Of a column with too many texts, none are kept.
  const [example = notNumber?.text ?? ''] = texts.keys();
  const count = texts.size === 0 ? 'many' : `${texts.size}`;
  return `${count} ${texts.size === 1 ? 'value' : 'values'}, such as ${oneLine(example).slice(0, 30)}`;
}
