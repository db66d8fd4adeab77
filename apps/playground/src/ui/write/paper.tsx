import { useEffect, useRef, useState } from 'preact/hooks';
import type { Sample } from '../../lab/report.js';
import { MOST_PROMPT, WRITE_LIMITS, type Writing } from '../../settings/write/write-settings.js';
import { Field, NumberField } from '../train/controls/fields.js';

interface PaperProps {
  readonly sample: Sample | undefined;
  readonly writing: Writing;
  /** Whether there is a network that can write. */
  readonly isReady: boolean;
  /** Whether the network changes. */
  readonly isTraining: boolean;
  readonly onWriting: (writing: Writing) => void;
}

/** Milliseconds without a key or a move after which a change counts. */
const PAUSE = 300;

/** What the network writes, and what it continues. */
export function Paper({ sample, writing, isReady, isTraining, onWriting }: PaperProps) {
  const [own, setOwn] = useState(writing);
  const known = useRef(writing);
  useEffect(() => {
    // What was typed here comes back, maybe after the next key.
    if (isSame(writing, known.current)) return;
    known.current = writing;
    setOwn(writing);
  }, [writing]);
  const tell = (next: Writing): void => {
    known.current = next;
    onWriting(next);
  };
  useEffect(() => {
    if (isSame(own, known.current)) return;
    const timer = setTimeout(() => tell(own), PAUSE);
    return () => clearTimeout(timer);
  }, [own]);
  return (
    <section class="card paper-card" aria-labelledby="paper-title">
      <div class="row spread">
        <h2 id="paper-title">What it writes</h2>
        <span class="faint small">{sample !== undefined && afterSteps(sample.step)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it. */}
      <section class="paper" tabIndex={0} aria-label="The text" dir="auto">
        {sample === undefined ? (
          <p class="faint">Press Train. The network begins with noise, and you see words appear.</p>
        ) : (
          <p>
            <b>{sample.prompt}</b>
            {sample.text}
          </p>
        )}
      </section>
      <form
        class="writing"
        aria-label="How it writes"
        onSubmit={(event) => {
          event.preventDefault();
          const next = { ...own, draw: own.draw + 1 };
          setOwn(next);
          tell(next);
        }}
      >
        <Field label="Begin with">
          <input
            dir="auto"
            maxLength={MOST_PROMPT}
            autocomplete="off"
            spellcheck={false}
            value={own.prompt}
            onInput={({ currentTarget }) => setOwn({ ...own, prompt: currentTarget.value })}
          />
        </Field>
        <Field label={`Temperature ${own.temperature}`}>
          <input
            type="range"
            min={WRITE_LIMITS.temperature[0]}
            max={WRITE_LIMITS.temperature[1]}
            step={0.05}
            value={own.temperature}
            onInput={({ currentTarget }) => setOwn({ ...own, temperature: Number(currentTarget.value) })}
          />
        </Field>
        <NumberField
          label="Top-k"
          value={own.topK}
          limits={WRITE_LIMITS.topK}
          onChange={(topK) => setOwn({ ...own, topK })}
        />
        <button type="submit" class="quiet" disabled={!isReady}>
          Write another
        </button>
      </form>
      {sample !== undefined && sample.unknown !== '' && (
        <p class="small" role="status">
          The text does not have {[...sample.unknown].join(' ')}, so the network has never seen it.
        </p>
      )}
      {/* Screen readers announce what is written when the network rests: not every sample. */}
      <p class="hidden" role="status">
        {!isTraining && sample !== undefined && `${sample.prompt}${sample.text}`}
      </p>
    </section>
  );
}

const isSame = (a: Writing, b: Writing): boolean =>
  a.prompt === b.prompt && a.temperature === b.temperature && a.topK === b.topK && a.draw === b.draw;

const afterSteps = (step: number): string =>
  step === 1 ? 'after 1 step' : `after ${step.toLocaleString('en-US')} steps`;
