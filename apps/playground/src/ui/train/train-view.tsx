import type { ModelFiles } from '@nablajs/checkpoint/portable';
import { useEffect, useMemo, useState } from 'preact/hooks';
import ringsSource from '../../data/rings.js?raw';
import spiralsSource from '../../data/spirals.js?raw';
import squaresSource from '../../data/squares.js?raw';
import { SAMPLE } from '../../digits/sample-size.js';
import { codeFor } from '../../settings/code.js';
import { readSettings, withData, writeSettings } from '../../settings/link.js';
import { DEFAULTS, dataKey, isOneNetwork, isPlane, LIMITS, type Settings } from '../../settings/settings.js';
import { isEmbedded } from '../embedded.js';
import { lab, textOf } from '../lab-client.js';
import { copyLink } from '../parts/copy-text.js';
import { Digest } from '../parts/digest.js';
import { ModelButtons } from '../parts/model-buttons.js';
import { settingsHook } from '../parts/settings-hook.js';
import { useDrop } from '../parts/use-drop.js';
import { useRun } from '../parts/use-run.js';
import { Ask } from './ask.js';
import { CodePanel } from './code-panel.js';
import { DataControls } from './controls/data-controls.js';
import { LayerControls } from './controls/layer-controls.js';
import { PointTools } from './controls/point-tools.js';
import { TableControls } from './controls/table-controls.js';
import { TableDrop } from './controls/table-drop.js';
import { TrainingControls } from './controls/training-controls.js';
import { Results } from './results.js';
import { RunBar } from './run-bar.js';
import { usePreview } from './use-preview.js';
import { useWhileSeen } from './use-while-seen.js';
import '../style/train.css';

const useSettings = settingsHook('train', DEFAULTS.spirals, { read: readSettings, write: writeSettings });

/** The table that was dropped before the reader went to another view. */
let keptTable: File | undefined;

const GENERATORS = { spirals: spiralsSource, rings: ringsSource, squares: squaresSource };

/** Train a network of your own. */
export function TrainView() {
  const { settings, problems, change } = useSettings();
  const [table, setTable] = useState(keptTable);
  const [chosen, setLabel] = useState(0);
  const label = Math.min(chosen, settings.classes - 1);
  const [isShared, setShared] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const { run, begin } = useRun();
  const [trained, setTrained] = useState<Trained | undefined>(undefined);
  const [isRestarted, setRestarted] = useState(false);
  const { facts, problem: dataProblem } = usePreview(settings, table);

  const code = useMemo(() => codeOrError(settings, facts?.task), [settings, facts]);
  const blocked = dataProblem ?? code.problem ?? whyBlocked(settings, table);
  // Results of other data would be drawn with these points.
  const isCurrent = trained !== undefined && run?.facts !== undefined && sameData(trained.settings, settings);

  // The network of a table exists when the search has ended, and knows its columns without the table.
  const isAsked = (run?.parameters ?? run?.facts?.parameters) !== undefined;
  const asked = isOneNetwork(settings) ? facts : run?.facts;

  useEffect(() => {
    keptTable = table;
  }, [table]);
  useDrop((file) => {
    setTable(file);
    if (settings.data !== 'table') change({ ...withData(settings, 'table'), table: file.name });
  });
  const train = (steps?: number): void => {
    setProblem(undefined);
    setTrained({ settings, table });
    setRestarted(false);
    void begin((report) => lab.train(settings, table, report, { steps, isGentle: isEmbedded }));
  };
  const learnsOldData =
    run?.state === 'training' && trained !== undefined && !sameExamples(trained, { settings, table });
  // A search that goes on is of the settings that it began with.
  const isSearch = !isOneNetwork(run?.state === 'training' && trained !== undefined ? trained.settings : settings);
  useEffect(() => {
    if (!learnsOldData) return;
    // What is missing is in the run bar.
    if (whyBlocked(settings, table) !== undefined) return void (isSearch ? lab.finish() : lab.pause());
    train();
    setRestarted(true);
  }, [learnsOldData]);
  useWhileSeen({
    state: run?.state,
    canTrain: facts !== undefined && blocked === undefined,
    train,
    pause: () => void lab.pause(),
    resume: () => void lab.resume(),
  });
  const load = async (files: ModelFiles): Promise<void> => {
    const link = await lab.settingsIn(files);
    if (link === undefined) {
      throw new Error(
        'Expected a model of the Train view, or one for tables. If this one reads digits, load it in the Draw view.',
      );
    }
    const { settings: own } = readSettings(link);
    setProblem(undefined);
    change(own);
    setTrained({ settings: own, table });
    void begin((report) => lab.open(files, own, report));
  };
  const share = async (): Promise<void> => {
    await copyLink();
    setProblem(undefined);
    setShared(true);
    setTimeout(() => setShared(false), 2000);
  };
  const addPoint = (x: number, y: number): void => {
    if (settings.points.length < LIMITS.points[1]) {
      change({ ...settings, points: [...settings.points, { x, y, label }] });
    }
  };

  const notices = [...problems, ...(problem === undefined ? [] : [problem])];
  const alert = notices.length > 0 && (
    <div class="notice" role="alert">
      {notices.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
  const results = (
    <div class="results">
      <RunBar
        run={run}
        isOutdated={trained !== undefined && !sameWeights(trained.settings, settings)}
        isRestarted={isRestarted}
        isSearch={isSearch}
        blocked={blocked}
        isShared={isShared}
        onTrain={train}
        onFinish={() => void lab.finish()}
        onPause={() => void lab.pause()}
        onResume={() => void lab.resume()}
        onStep={() => void lab.step()}
        onShare={() => share().catch((error: unknown) => setProblem(textOf(error)))}
      />
      <Results
        run={run}
        picture={isCurrent ? run?.picture : undefined}
        data={settings.data}
        facts={facts}
        onPoint={settings.data === 'points' ? addPoint : undefined}
      />
    </div>
  );
  // The settings and the program are not drawn, since they take a phone longer than the training.
  if (isEmbedded) {
    return (
      <div class="train">
        {alert}
        {results}
      </div>
    );
  }
  return (
    <div class="train">
      <h1>Train a network in this page</h1>
      {alert}
      <div class="bench">
        <form class="card controls" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
          <DataControls settings={settings} onChange={change} />
          {settings.data === 'table' && (
            <TableDrop settings={settings} onChange={change} table={table} onTable={setTable} facts={facts} />
          )}
          {settings.data === 'points' && (
            <PointTools settings={settings} label={label} onLabel={setLabel} onChange={change} />
          )}
          {isOneNetwork(settings) ? (
            <>
              <LayerControls settings={settings} onChange={change} />
              <TrainingControls settings={settings} onChange={change} />
            </>
          ) : (
            <TableControls settings={settings} onChange={change} />
          )}
        </form>
        {results}
      </div>
      <div class="pair">
        <section class="card" aria-labelledby="weights-title">
          <h2 id="weights-title">The weights</h2>
          {run !== undefined && (
            <Digest
              digest={run.digest}
              isSame={run.state !== 'stopped' && (trained?.settings ?? settings).backend !== 'webgpu'}
            />
          )}
          <ModelButtons
            name="nabla-model"
            disabled={!isAsked}
            save={() => lab.save('trained')}
            load={load}
            fail={setProblem}
          />
        </section>
        {asked !== undefined && isAsked && settings.data !== 'digits' && isCurrent && (
          <Ask key={settings.data} facts={asked} digest={run?.digest} />
        )}
      </div>
      {code.text !== undefined && <CodePanel code={code.text} isSame={settings.backend !== 'webgpu'} />}
    </div>
  );
}

function codeOrError(settings: Settings, task: Parameters<typeof codeFor>[1] | undefined) {
  if (task === undefined) return {};
  try {
    return { text: codeFor(settings, task, GENERATORS, SAMPLE) };
  } catch (error) {
    return { problem: textOf(error) };
  }
}

function whyBlocked({ data, points, table: name, target }: Settings, table: File | undefined): string | undefined {
  if (data === 'table' && table === undefined) return `Drop ${name || 'a CSV file'} onto this page first.`;
  if (data === 'table' && target === '') return `Reading ${table?.name} …`;
  if (data === 'points' && new Set(points.map(({ label }) => label)).size < 2) {
    return 'Click points of at least two classes into the square.';
  }
  return undefined;
}

/** What a training began with. */
interface Trained {
  readonly settings: Settings;
  readonly table: File | undefined;
}

const sameExamples = (a: Trained, b: Trained): boolean =>
  dataKey(a.settings) === dataKey(b.settings) && (b.settings.data !== 'table' || a.table === b.table);

/** Whether two settings give the same weights: threads change no bit. */
const sameWeights = (a: Settings, b: Settings): boolean =>
  writeSettings({ ...a, threads: 'auto' }) === writeSettings({ ...b, threads: 'auto' });

const sameData = (a: Settings, b: Settings): boolean =>
  a.data === b.data && a.classes === b.classes && (isPlane(a.data) || (a.table === b.table && a.target === b.target));
