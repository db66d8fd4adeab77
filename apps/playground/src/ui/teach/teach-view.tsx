import { useCallback, useMemo, useState } from 'preact/hooks';
import program from '../../data/look.mjs?raw';
import { isOfNetwork } from '../../lab/teach/network-files.js';
import type { Pixels } from '../../lab/teach/pixels.js';
import { CodePanel } from '../train/code-panel.js';
import { BaseCard } from './base-card.js';
import { ClassCard } from './class-card.js';
import { LearnCard } from './learn-card.js';
import { TakeHome } from './take-home.js';
import { TRY, TryCard } from './try-card.js';
import { useBase } from './use-base.js';
import { type PhotoClass, useClasses } from './use-classes.js';
import { useLesson } from './use-lesson.js';
import { useTargets } from './use-targets.js';
import '../style/train.css';
import '../style/teach.css';

/** Teach a network to tell your photos apart. */
export function TeachView() {
  const { base, problem: baseProblem, load, choose } = useBase();
  const { classes, problems, add, remove, readAgain, say, rename, addClass, removeClass } = useClasses(load);
  const { lesson, problem, names, isOutdated, train, tried, answer, tryProblem, tryPhoto, forgetAll } = useLesson(
    classes,
    load,
  );
  const startFrom = useCallback(
    async (files: readonly File[] | undefined, pixels: Pixels): Promise<void> => {
      if (!(await choose(files, pixels))) return;
      forgetAll();
      readAgain();
    },
    [choose, forgetAll, readAgain],
  );
  const [failed, setFailed] = useState<string | undefined>(undefined);

  useTargets((target, files) => {
    const [first] = files;
    if (files.some(isOfNetwork)) void startFrom(files, base.pixels);
    else if (target === TRY && first !== undefined) void tryPhoto(first);
    else if (target !== undefined) add(Number(target), files);
    else say('Drop photos onto a class, or click a class and paste.');
  });

  const nameProblems = useMemo(() => problemsOf(classes), [classes]);
  const mistakes = useMemo(
    () => new Map((lesson?.wrong ?? []).map(({ id, answer: taken }) => [id, names[taken] ?? ''])),
    [lesson, names],
  );
  const notices = [...problems, ...(failed === undefined ? [] : [failed])];
  return (
    <div class="train teach">
      <div class="intro">
        <h1>Teach a network your photos</h1>
        <p>
          Collect photos of two or more kinds of things. A network that has seen many others learns to tell yours apart
          in seconds. Your photos stay on your device.
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
        <div class="classes">
          {classes.map((own) => (
            <ClassCard
              key={own.key}
              own={own}
              problem={nameProblems.get(own.key)}
              mistakes={mistakes}
              isSpare={classes.length > 2}
              onName={(name) => rename(own.key, name)}
              onFiles={(files) => add(own.key, files)}
              onRemovePhoto={remove}
              onRemove={() => removeClass(own)}
            />
          ))}
          <p class="buttons">
            <button type="button" class="quiet" onClick={addClass}>
              Add a class
            </button>
          </p>
        </div>
        <div class="results">
          <LearnCard
            lesson={lesson}
            blocked={nameProblems.size > 0 ? 'Give each class a name of its own.' : whyBlocked(classes)}
            isOutdated={isOutdated}
            problem={problem}
            onTrain={() => void train()}
          />
          <TryCard
            tried={tried}
            answer={answer}
            isTrained={lesson?.state === 'done'}
            problem={tryProblem}
            onFile={(file) => void tryPhoto(file)}
          />
          {lesson?.state === 'done' && <TakeHome fail={setFailed} />}
          <BaseCard base={base} problem={baseProblem} onBase={(files, pixels) => void startFrom(files, pixels)} />
        </div>
      </div>
      <CodePanel code={program} title="Use it in code" how={<HowToRun />} />
    </div>
  );
}

const HowToRun = () => (
  <>
    Download the model and unpack it into a folder <code>nabla-photos</code>. Save this beside it as{' '}
    <code>look.mjs</code> and run <code>node look.mjs photo.jpg</code>. Without code,{' '}
    <code>npx @nablajs/cli predict nabla-photos photo.jpg</code> says the same.
  </>
);

/** What is wrong with names of classes, by their keys. */
function problemsOf(classes: readonly PhotoClass[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const seen = new Set<string>();
  for (const { key, name } of classes) {
    const own = name.trim();
    if (own === '') found.set(key, 'Give this class a name.');
    else if (seen.has(own)) found.set(key, `Another class is called ${own} already.`);
    seen.add(own);
  }
  return found;
}

function whyBlocked(classes: readonly PhotoClass[]): string | undefined {
  const all = classes.flatMap(({ photos }) => photos);
  const read = all.filter(({ id }) => id !== undefined).length;
  if (read < all.length) return `Reading photo ${read + 1} of ${all.length} …`;
  const empty = classes.find(({ photos }) => photos.length === 0);
  return empty && `Add photos of ${empty.name}.`;
}
