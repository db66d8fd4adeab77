/** Decides how columns of running text become inputs. */
import type { WordCounts } from '../../text/words/word-counts.js';
import type { TextColumn } from '../table-form.js';
import type { ColumnSummary } from './column-summary.js';

/** At most how many places the texts of a row have: those of one column, and those of all. */
const MAX_PLACES = 512;
const ROW_PLACES = 1024;
/** Texts of several times the mean length are cut, because every row has as many places. */
const PLACES_PER_WORD = 4;
/** With more columns, each would have too few words. */
const MAX_TEXT_COLUMNS = 50;
/** A column has at most `maxWords` words, and all columns this many times that. */
const COLUMNS_OF_ALL_WORDS = 2;

/**
 * Returns the inputs of columns of text, or the reason why one is ignored. `maxWords`: at most how many words of a
 * column to know.
 */
export function textColumnsOf(
  columns: readonly ColumnSummary[],
  maxWords: number,
): Map<ColumnSummary, TextColumn | string> {
  const found = columns.flatMap((column) => {
    const { words } = column;
    return words === undefined ? [] : [{ column, words }];
  });
  const count = Math.min(found.length, MAX_TEXT_COLUMNS);
  const most = Math.min(maxWords, Math.ceil((COLUMNS_OF_ALL_WORDS * maxWords) / count));
  return new Map(
    found.map(({ column, words }, at) => {
      const reason = `it is text, as the ${MAX_TEXT_COLUMNS} columns of text before it are`;
      return [column, at < count ? textColumn(column.name, words, most, count) : reason];
    }),
  );
}

/** `count`: the number of columns of text. */
function textColumn(name: string, counts: WordCounts, maxWords: number, count: number): TextColumn | string {
  const words = counts.frequent(maxWords);
  if (words.length === 0) return 'no two rows have a word in common';
  const mean = Math.ceil(counts.words / counts.texts);
  const length = Math.min(MAX_PLACES, Math.floor(ROW_PLACES / count), counts.longest, PLACES_PER_WORD * mean);
  return { name, kind: 'text', words, length };
}
