import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchFile } from '../../../fetch-file.js';
import type { DataFacts } from '../../../lab/facts.js';
import { lab, textOf } from '../../lab-client.js';
import { FileButton } from '../../parts/file-button.js';
import type { ControlsProps } from './data-controls.js';
import { Select, sameNames } from './fields.js';

const PENGUINS = new URL('../../../../../cli/examples/penguins.csv', import.meta.url);

interface TableDropProps extends ControlsProps {
  readonly table: File | undefined;
  /** Called with undefined if the file is no table. */
  readonly onTable: (table: File | undefined) => void;
  readonly facts: DataFacts | undefined;
}

/** Takes the reader's table, and asks which column to predict. The file stays on the device. */
export function TableDrop({ settings, onChange, table, onTable, facts }: TableDropProps) {
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState('');
  // A large table takes seconds, in which the reader may change something.
  const latest = useRef(settings);
  latest.current = settings;

  useEffect(() => {
    if (table === undefined) return;
    let isOld = false;
    setProblem('');
    lab.columns(table, table.name).then(
      (names) => {
        if (isOld) return;
        setColumns(names);
        const { target } = latest.current;
        const known = names.includes(target) ? target : (names.at(-1) ?? '');
        onChange({ ...latest.current, table: table.name, target: known });
      },
      (error: unknown) => {
        if (isOld) return;
        setProblem(textOf(error));
        onTable(undefined);
      },
    );
    return () => {
      isOld = true;
    };
  }, [table]);

  const penguins = async (): Promise<void> => {
    onTable(new File([await fetchFile(PENGUINS)], 'penguins.csv', { type: 'text/csv' }));
  };
  const ignored = facts?.table?.ignored ?? [];
  return (
    <div class="table-drop">
      {table === undefined && (
        <p>
          {settings.table === ''
            ? 'Drop a CSV file anywhere on this page.'
            : `This link is about ${settings.table}. Drop that file on this page to go on.`}
        </p>
      )}
      <p class="buttons">
        <FileButton label="Table" accept=".csv,.tsv,.txt,text/csv" onFiles={([file]) => onTable(file)}>
          Choose a file
        </FileButton>
        <button
          type="button"
          class="quiet"
          onClick={() => penguins().catch((error: unknown) => setProblem(textOf(error)))}
        >
          Try penguins.csv
        </button>
      </p>
      {columns.length > 0 && table !== undefined && (
        <Select
          label={`Column of ${table.name} to predict`}
          value={settings.target}
          options={sameNames(columns)}
          onChange={(target) => onChange({ ...settings, target })}
        />
      )}
      {facts?.table !== undefined && (
        <p class="faint small">
          {facts.table.rows.toLocaleString('en-US')} rows, {inputs(facts.task.inputShape[0] ?? 0)},{' '}
          {facts.task.isRegression ? 'a number to predict' : `${facts.task.outputs} classes`}.
          {ignored.length > 0 && ` Not used: ${ignored.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.`}
        </p>
      )}
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}

const inputs = (count: number): string => (count === 1 ? '1 input' : `${count} inputs`);
