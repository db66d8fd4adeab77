import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunFacts } from '../../lab/facts.js';
import type { TextFacts } from '../../lab/text/text-data.js';
import { writeCodeFor } from '../../settings/write/write-code.js';
import { readWriteLink, writeLink } from '../../settings/write/write-link.js';
import {
  BUILT_IN,
  PASTED,
  stepsAt,
  WRITE_DEFAULTS,
  type WriteSettings,
  type Writing,
} from '../../settings/write/write-settings.js';
import { lab, textOf } from '../lab-client.js';
import { copyLink } from '../parts/copy-text.js';
import { Digest } from '../parts/digest.js';
import { ModelButtons } from '../parts/model-buttons.js';
import type { RunView } from '../parts/run-view.js';
import { settingsHook } from '../parts/settings-hook.js';
import { useDrop } from '../parts/use-drop.js';
import { useRun } from '../parts/use-run.js';
import { CodePanel } from '../train/code-panel.js';
import { RunBar } from '../train/run-bar.js';
import { NetworkControls } from './network-controls.js';
import { Paper } from './paper.js';
import { History, Progress } from './progress.js';
import { TextSource } from './text-source.js';
import { type Text, useText } from './use-text.js';
import '../style/train.css';
import '../style/write.css';

const useSettings = settingsHook('write', WRITE_DEFAULTS, { read: readWriteLink, write: writeLink });

/** What a training began with. */
interface Trained {
  readonly settings: WriteSettings;
  readonly text: Blob;
  readonly vocabulary: number;
  /** Counts the trainings. */
  readonly turn: number;
}

/** Teach a small GPT to write. */
export function WriteView() {
  const { settings, problems, change } = useSettings();
  const latest = useRef(settings);
  latest.current = settings;
  const rename = useCallback(
    (name: string) => {
      if (latest.current.text !== name) change({ ...latest.current, text: name });
    },
    [change],
  );
  const { text, problem: textProblem, take, edit } = useText(settings.text, rename);
  const { facts, problem: factsProblem } = useFacts(settings, text);
  const [draw, setDraw] = useState(1);
  const [isShared, setShared] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [trained, setTrained] = useState<Trained | undefined>(undefined);
  const { run, begin } = useRun<RunFacts>();
  useDrop((file) => void take(file, file.name));

  const { prompt, temperature, topK } = settings;
  const writing = useMemo(() => ({ prompt, temperature, topK, draw }), [prompt, temperature, topK, draw]);
  const isReady = run?.facts !== undefined && run.state !== 'failed';
  const sent = useRef(writing);
  useEffect(() => {
    if (!isReady || sent.current === writing) return;
    sent.current = writing;
    lab.writeOn(writing).catch((error: unknown) => setProblem(textOf(error)));
  }, [isReady, writing]);
  const setWriting = ({ draw: next, ...how }: Writing): void => {
    setDraw(next);
    change({ ...latest.current, ...how });
  };
  const blocked = whyBlocked(settings, text) ?? factsProblem;
  const train = (steps?: number): void => {
    if (text === undefined || facts === undefined) return;
    setProblem(undefined);
    const turn = (trained?.turn ?? 0) + 1;
    setTrained({ settings, text: text.blob, vocabulary: facts.vocabulary, turn });
    sent.current = writing;
    void begin((report) => lab.write(settings, text.blob, draw, report, steps));
  };
  const share = async (): Promise<void> => {
    await copyLink();
    setProblem(undefined);
    setShared(true);
    setTimeout(() => setShared(false), 2000);
  };
  const notices = [...problems, ...(problem === undefined ? [] : [problem])];
  return (
    <div class="train write">
      <div class="intro">
        <h1>Teach a network to write</h1>
        <p>
          A small GPT reads a text and learns which character comes next. Watch it find letters, then words, then
          something like sentences.
        </p>
      </div>
      {notices.length > 0 && (
        <div class="notice" role="alert">
          {notices.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      <div class="bench">
        <div class="side">
          <form class="card controls" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
            <TextSource
              name={settings.text}
              text={text}
              facts={facts}
              problem={textProblem || factsProblem}
              onEdit={edit}
              onFile={(file, name) => void take(file, name)}
              onBuiltIn={() => rename(BUILT_IN)}
            />
            <NetworkControls settings={settings} onChange={change} />
          </form>
          {run !== undefined && (
            <section class="card" aria-labelledby="weights-title">
              <h2 id="weights-title">The weights</h2>
              <Digest digest={run.digest} isSame={(trained?.settings ?? settings).backend !== 'webgpu'} />
              <ModelButtons
                name="nabla-writer"
                disabled={!isReady}
                save={() => lab.save('trained')}
                fail={setProblem}
              />
            </section>
          )}
        </div>
        <div class="results">
          <RunBar
            run={run}
            place={run && placeOf(run)}
            isOutdated={trained !== undefined && !sameWeights(trained, settings, text)}
            isRestarted={false}
            isSearch={false}
            blocked={blocked ?? (facts === undefined ? `Reading ${settings.text} …` : undefined)}
            isShared={isShared}
            onTrain={train}
            onFinish={() => undefined}
            onPause={() => void lab.pause()}
            onResume={() => void lab.resume()}
            onStep={() => void lab.step()}
            onShare={() => share().catch((error: unknown) => setProblem(textOf(error)))}
          />
          <Paper
            sample={run?.picture.sample}
            writing={writing}
            isReady={isReady}
            isTraining={run?.state === 'training'}
            onWriting={setWriting}
          />
          {run !== undefined && trained !== undefined && <Progress key={trained.turn} run={run} {...trained} />}
          <History key={`history ${trained?.turn}`} sample={run?.picture.sample} />
        </div>
      </div>
      {facts !== undefined && text !== undefined && (
        <CodePanel code={writeCodeFor(settings, writing, facts)} isSame={settings.backend !== 'webgpu'}>
          <SaveText text={text} />
        </CodePanel>
      )}
    </div>
  );
}

/** The code reads the text from a file. */
function SaveText({ text }: { readonly text: Text }) {
  const url = useMemo(() => URL.createObjectURL(text.blob), [text.blob]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <>
      It reads{' '}
      <a href={url} download={text.name}>
        {text.name}
      </a>
      , which has to lie beside it.
    </>
  );
}

/** Milliseconds without a key after which a text is read. */
const PAUSE = 300;

/** What is known about the text before a training, or why it cannot be learned. */
function useFacts(settings: WriteSettings, text: Text | undefined) {
  const [known, setKnown] = useState<{ readonly facts?: TextFacts; readonly problem?: string }>({});
  useEffect(() => {
    setKnown({});
    if (text === undefined || text.blob.size === 0) return;
    let isOld = false;
    const timer = setTimeout(() => {
      lab.previewText(settings, text.blob).then(
        (facts) => !isOld && setKnown({ facts }),
        (error: unknown) => !isOld && setKnown({ problem: textOf(error) }),
      );
    }, PAUSE);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [text?.blob, settings.text, settings.context]);
  return known;
}

function whyBlocked({ text: name }: WriteSettings, text: Text | undefined): string | undefined {
  if (text === undefined && name === BUILT_IN) return undefined;
  if (text === undefined && name !== PASTED) return `Drop ${name} onto this page, or paste its text.`;
  return text === undefined || text.blob.size === 0 ? 'Paste a text, or drop a file onto this page.' : undefined;
}

function placeOf({ position }: RunView<RunFacts>): string {
  const [done, all] = [stepsAt(position), position.epochs * Math.max(1, position.steps)];
  const grouped = (count: number): string => count.toLocaleString('en-US');
  return done === all ? `${grouped(done)} steps` : `Step ${grouped(done)} of ${grouped(all)}`;
}

/** Whether the settings still give the weights of a training. */
function sameWeights({ settings, text }: Trained, now: WriteSettings, nowText: Text | undefined): boolean {
  const { prompt, temperature, topK } = now;
  const like = { ...settings, threads: now.threads, prompt, temperature, topK, text: now.text };
  return writeLink(like) === writeLink(now) && text === nowText?.blob;
}
