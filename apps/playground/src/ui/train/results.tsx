import type { DataFacts } from '../../lab/facts.js';
import type { Picture } from '../../lab/report.js';
import { type DataName, isPlane } from '../../settings/settings.js';
import { Curves } from '../parts/curves.js';
import { lossCount, type RunView } from '../parts/run-view.js';
import { Confusion } from './confusion.js';
import { DigitPictures } from './digit-pictures.js';
import { Plane } from './plane.js';
import { TableResults } from './table/table-results.js';
import { percent } from './table/words.js';

interface ResultsProps {
  readonly run: RunView | undefined;
  /** The pictures of the current data; undefined before a training with them. */
  readonly picture: Picture | undefined;
  readonly data: DataName;
  readonly facts: DataFacts | undefined;
  readonly onPoint: ((x: number, y: number) => void) | undefined;
}

const short = (value: number): string => (value >= 0.001 ? value.toFixed(4) : value.toExponential(1));

/** Charts and pictures of a training. */
export function Results(props: ResultsProps) {
  const { run, picture, data } = props;
  if (data === 'table') return <TableResults run={picture && run} picture={picture} />;
  return <NetworkResults {...props} />;
}

function NetworkResults({ run, picture, data, facts, onPoint }: ResultsProps) {
  const of = (name: string): number[] =>
    (run?.logs ?? []).flatMap((log) => (log[name] === undefined ? [] : [log[name] as number]));
  const epochs = run?.position.epochs ?? 1;
  const losses = [
    { name: 'training', values: run?.losses ?? [], span: run === undefined ? 1 : lossCount(run) },
    { name: 'validation', values: of('val_loss'), span: epochs },
  ];
  return (
    <>
      {run !== undefined && (
        <div class="pair charts">
          <section class="card" aria-label="Loss">
            <Curves title="Loss" lines={losses} isLogarithmic format={short} />
          </section>
          <section class="card" aria-label="Accuracy">
            <Curves
              title="Accuracy"
              lines={[{ name: 'validation', values: of('val_accuracy'), span: epochs }]}
              format={percent}
            />
          </section>
        </div>
      )}
      <section class="card pictures" aria-label="What the network learned">
        {isPlane(data) && <Plane surface={picture?.surface} points={facts?.points} onPoint={onPoint} />}
        {isPlane(data) && (
          <p class="faint small">
            The network learns from the dots. The rings are kept for validation. The background is its answer.
          </p>
        )}
        {data === 'digits' && picture?.filters === undefined && (
          <p class="faint">The network's filters and mistakes appear here once you press Train.</p>
        )}
        {data === 'digits' && picture !== undefined && <DigitPictures picture={picture} />}
        {picture?.confusion !== undefined && facts !== undefined && (
          <Confusion counts={picture.confusion} classes={facts.classes} of="the validation data" />
        )}
      </section>
    </>
  );
}
