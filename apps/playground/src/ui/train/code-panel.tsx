import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { textOf } from '../lab-client.js';
import { copyText } from '../parts/copy-text.js';

interface CodePanelProps {
  readonly code: string;
  /** Default: for a program that trains the same network. */
  readonly title?: string;
  /** Default: how to run such a program. */
  readonly how?: ComponentChildren;
  /** Whether the program ends with the same weights on every machine. Default: true. */
  readonly isSame?: boolean;
  /** What the program does besides. */
  readonly children?: ComponentChildren;
}

const HOW = 'Save it as train.mjs and run it with Node, Bun or Deno: it ends with the same weights';
/** A graphics card rounds in its own way. */
const ON_A_CARD = ' on the same graphics card and driver';

/** A program that does outside of the page what the page does. */
export function CodePanel({ code, title = 'The same in code', how, isSame = true, children }: CodePanelProps) {
  const [isCopied, setCopied] = useState(false);
  const [problem, setProblem] = useState('');
  const copy = async (): Promise<void> => {
    await copyText(code, 'Select the code and copy it yourself.');
    setProblem('');
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <section class="card code" aria-labelledby="code-title">
      <div class="row spread">
        <h2 id="code-title">{title}</h2>
        <button type="button" class="quiet" onClick={() => copy().catch((error: unknown) => setProblem(textOf(error)))}>
          {isCopied ? 'Copied' : 'Copy the code'}
        </button>
      </div>
      <p class="faint">
        {how ?? `${HOW}${isSame ? '' : ON_A_CARD}.`} {children}
      </p>
      {problem !== '' && <p role="alert">{problem}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it. */}
      <section class="scrolls" tabIndex={0} aria-label="Program">
        <pre>
          <code>{code}</code>
        </pre>
      </section>
    </section>
  );
}
