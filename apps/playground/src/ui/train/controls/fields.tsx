import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A control with its name above it. */
export function Field({ label, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** The values, each with the name that the page shows. */
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly onChange: (value: T) => void;
}

/** A choice of one of several values. */
export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <Field label={label}>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as T)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly limits: readonly [least: number, most: number];
  /** Whether only whole numbers are allowed. Default: true. */
  readonly whole?: boolean;
  readonly onChange: (value: number) => void;
}

/** A field for a number. A text that is no number, or out of range, is marked and changes nothing. */
export function NumberField({ label, value, limits: [least, most], whole = true, onChange }: NumberFieldProps) {
  const [text, setText] = useState(`${value}`);
  useEffect(() => setText(`${value}`), [value]);
  const hint = useId();
  const isValid = (typed: string): boolean => {
    const number = Number(typed);
    return typed.trim() !== '' && number >= least && number <= most && (!whole || Number.isInteger(number));
  };
  return (
    <Field label={label}>
      <input
        type="number"
        inputMode={whole ? 'numeric' : 'decimal'}
        value={text}
        min={least}
        max={most}
        step={whole ? 1 : 'any'}
        aria-invalid={!isValid(text)}
        aria-describedby={isValid(text) ? undefined : hint}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          if (isValid(currentTarget.value)) onChange(Number(currentTarget.value));
        }}
        onBlur={() => setText(`${value}`)}
      />
      {!isValid(text) && (
        <small id={hint} aria-hidden="true">
          {whole ? 'A whole number' : 'A number'} from {least} to {most}
        </small>
      )}
    </Field>
  );
}

/** Returns the options of a `Select` whose names are the values themselves. */
export const sameNames = <const T extends string>(values: readonly T[]): (readonly [T, string])[] =>
  values.map((value) => [value, value] as const);
