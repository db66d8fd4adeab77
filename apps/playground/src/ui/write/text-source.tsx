import { useId } from 'preact/hooks';
import type { TextFacts } from '../../lab/text/text-data.js';
import { BUILT_IN, PASTED } from '../../settings/write/write-settings.js';
import { FileButton } from '../parts/file-button.js';
import type { Text } from './use-text.js';

interface TextSourceProps {
  /** The name of the text in the settings. */
  readonly name: string;
  /** Undefined if it is not there. */
  readonly text: Text | undefined;
  readonly facts: TextFacts | undefined;
  readonly problem: string | undefined;
  readonly onEdit: (shown: string) => void;
  readonly onFile: (file: Blob, name: string) => void;
  readonly onBuiltIn: () => void;
}

/** Takes the reader's text: typed, pasted, or a file. It stays on the device. */
export function TextSource({ name, text, facts, problem, onEdit, onFile, onBuiltIn }: TextSourceProps) {
  const [title, hint] = [useId(), useId()];
  return (
    <fieldset class="group text-source">
      <legend id={title}>Text to learn from</legend>
      <textarea
        rows={9}
        aria-labelledby={title}
        aria-describedby={hint}
        dir="auto"
        spellcheck={false}
        autocomplete="off"
        readOnly={text?.isWhole === false}
        placeholder={placeholder(name)}
        value={text?.shown ?? ''}
        onInput={({ currentTarget }) => onEdit(currentTarget.value)}
        onPaste={(event) => {
          // The field of a long text shows its beginning, and takes no typing.
          const pasted = event.clipboardData?.getData('text/plain') ?? '';
          if (pasted.length < LONG && text?.isWhole !== false) return;
          event.preventDefault();
          if (pasted !== '') onEdit(pasted);
        }}
      />
      <p id={hint} class="faint small">
        {text !== undefined && wordsOn(text, facts)}
      </p>
      <p class="buttons">
        <FileButton
          label="Text file"
          accept=".txt,.md,.csv,.json,.html,text/*"
          onFiles={([file]) => onFile(file, file.name)}
        >
          Choose a file
        </FileButton>
        <button type="button" class="quiet" disabled={text?.blob.size === 0} onClick={() => onEdit('')}>
          Clear
        </button>
        {name !== BUILT_IN && (
          <button type="button" class="quiet" onClick={onBuiltIn}>
            Pride and Prejudice
          </button>
        )}
      </p>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </fieldset>
  );
}

/** A browser takes seconds to put a longer text into a field. UTF-16 units. */
const LONG = 50_000;

const placeholder = (name: string): string =>
  [BUILT_IN, PASTED].includes(name)
    ? 'Paste a text, or drop a file anywhere on this page.'
    : `This link is about ${name}. Drop that file on this page, or paste its text.`;

const grouped = (count: number): string => count.toLocaleString('en-US');

function wordsOn({ name, isWhole }: Text, facts: TextFacts | undefined): string {
  const beginning = isWhole ? '' : ' Only the beginning is shown; paste another text to replace it.';
  if (facts === undefined) return `${name}.${beginning}`;
  const { tokenizer, vocabulary, trainTokens, heldTokens } = facts;
  const all = grouped(trainTokens + heldTokens);
  // Token 0 of characters stands for unknown ones.
  const count =
    tokenizer === 'bpe'
      ? `${all} parts of words, ${grouped(vocabulary)} different`
      : `${all} characters, ${grouped(vocabulary - 1)} different`;
  const source = name === BUILT_IN ? 'Pride and Prejudice by Jane Austen, chapters 1 to 15' : name;
  return `${source}: ${count}. The last tenth is held out.${beginning}`;
}
