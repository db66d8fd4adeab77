/** The templates: what they are for, and how their projects start. */

export interface Template {
  readonly name: string;
  /** A few words, for the help and the list on the terminal. */
  readonly summary: string;
  /** Files of `templates/shared` that it has, besides its own. */
  readonly shared: readonly string[];
  /** The npm scripts to run after the install, in order. */
  readonly scripts: readonly string[];
}

const NODE = ['_gitignore'];

export const TEMPLATES: readonly Template[] = [
  {
    name: 'table',
    summary: 'learns a CSV table in Node, tests itself and predicts',
    shared: [...NODE, 'penguins.csv'],
    scripts: ['start'],
  },
  {
    name: 'images',
    summary: 'learns a folder of photos in Node, one sub-folder for each class',
    shared: NODE,
    scripts: ['start'],
  },
  {
    name: 'page',
    summary: 'a page, built with Vite, in which a network learns',
    shared: NODE,
    scripts: ['dev'],
  },
  {
    name: 'server',
    summary: 'learns a CSV table, and answers over HTTP',
    shared: [...NODE, 'penguins.csv'],
    scripts: ['train', 'start'],
  },
];

/** The names, as in `table, images, page or server`. */
export const TEMPLATE_NAMES: string = TEMPLATES.map(({ name }) => name)
  .join(', ')
  .replace(/, (?=[^,]+$)/, ' or ');

export const templateOf = (name: string): Template | undefined => TEMPLATES.find((one) => one.name === name);
