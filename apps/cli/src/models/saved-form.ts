import type { ModelDescription } from '@nablajs/checkpoint';
import {
  type ArrayForm,
  type ImageForm,
  readArrayForm,
  readImageForm,
  readTableForm,
  readTextForm,
  type TableForm,
  type TextForm,
} from '@nablajs/datasets';

type Form = NonNullable<ModelDescription['form']>;

/** Throws a NablaError of code `data` for a damaged form. `name` names its file. */
export function readForm(form: Form, name: string): TableForm | ImageForm | TextForm | ArrayForm {
  if (form['type'] === 'arrays') return readArrayForm(form, name);
  if (form['type'] === 'text') return readTextForm(form, name);
  return form['type'] === 'table' ? readTableForm(form, name) : readImageForm(form, name);
}

/**
 * Scores of models with another target, other classes or other tokens cannot be compared. Returns undefined if the
 * tasks are the same, or if a model has no form.
 */
export function taskDifference(saved: Form | undefined, own: Form | undefined, name: string): string | undefined {
  if (saved === undefined || own === undefined) return undefined;
  const [before, after] = [taskOf(readForm(saved, name)), taskOf(readForm(own, name))];
  if (before.target !== after.target)
    return `it has a model of ${before.target}, and the new one is of ${after.target}`;
  const [old, recent] = [new Set(before.classes), new Set(after.classes)];
  if (before.tokens !== after.tokens) return 'it has a model of text with other tokens';
  const other = [...before.classes, ...after.classes].find((one) => !old.has(one) || !recent.has(one));
  if (other === undefined) return undefined;
  const which = old.has(other) ? 'the new one does not know' : 'only the new one knows';
  return `it has a model of ${before.target} with other classes: ${which} '${other}'`;
}

interface FormTask {
  readonly target: string;
  readonly classes: readonly string[];
  readonly tokens?: string;
}

function taskOf(form: ReturnType<typeof readForm>): FormTask {
  if (form.type === 'arrays') {
    const names = form.outputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
    return { target: `the arrays ${names.join(', ')}`, classes: form.classes ?? [] };
  }
  if (form.type === 'text') return { target: 'text', classes: [], tokens: JSON.stringify(form.tokenizer) };
  if (form.type === 'images') return { target: 'the class of an image', classes: form.classes };
  const { kind, name } = form.target;
  return { target: `the ${kind} '${name}'`, classes: kind === 'class' ? form.target.values : [] };
}
