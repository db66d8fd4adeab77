import { useCallback, useEffect, useState } from 'preact/hooks';
import { fetchFile } from '../../fetch-file.js';
import { BUILT_IN, PASTED } from '../../settings/write/write-settings.js';
import { textOf } from '../lab-client.js';

const BOOK = new URL('../../../../../examples/node/data/pride-and-prejudice.txt', import.meta.url);

/** A text to learn from. */
export interface Text {
  readonly name: string;
  readonly blob: Blob;
  /** What the page shows: all of it, or the beginning of a long one. */
  readonly shown: string;
  readonly isWhole: boolean;
}

/** A field with a longer text would be slow, on a phone above all. Bytes. */
const MOST_SHOWN = 50_000;
/** How much of a longer one is shown. Bytes. */
const BEGINNING = 3000;

/** The text before the reader went to another view. */
let kept: Text | undefined;

async function textFrom(blob: Blob, name: string): Promise<Text> {
  const isWhole = blob.size <= MOST_SHOWN;
  return { name, blob, isWhole, shown: await (isWhole ? blob : blob.slice(0, BEGINNING)).text() };
}

/**
 * Returns the text that the settings name, if it is there, and functions that replace it. `onName` is called with the
 * name of each new one.
 */
export function useText(name: string, onName: (name: string) => void) {
  const [text, setText] = useState(kept?.name === name ? kept : undefined);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    kept = text;
  }, [text]);
  const take = useCallback(
    async (blob: Blob, own: string): Promise<void> => {
      try {
        setText(await textFrom(blob, own));
        setProblem('');
        onName(own);
      } catch (error) {
        setProblem(`${own}: ${textOf(error)}`);
      }
    },
    [onName],
  );
  /** The reader has typed into the field, or pasted. */
  const edit = useCallback(
    (shown: string): void => {
      const blob = new Blob([shown]);
      if (blob.size > MOST_SHOWN) return void take(blob, PASTED);
      setText({ name: PASTED, blob, shown, isWhole: true });
      setProblem('');
      onName(PASTED);
    },
    [onName, take],
  );
  useEffect(() => {
    if (text?.name === name) return;
    setText(undefined);
    if (name !== BUILT_IN) return;
    let isOld = false;
    fetchFile(BOOK)
      .then((bytes) => textFrom(new Blob([bytes]), name))
      .then(
        (book) => !isOld && setText(book),
        (error: unknown) => !isOld && setProblem(textOf(error)),
      );
    return () => {
      isOld = true;
    };
  }, [name]);
  return { text, problem, take, edit };
}
