import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { address, BACKGROUND, DECISIONS, decisions, ROOT, SECTIONS, type Titles } from './pages.js';

type Item = DefaultTheme.SidebarItem;

export function sidebar(): DefaultTheme.SidebarMulti {
  const sections = Object.entries(SECTIONS).map(([text, titles]) => ({ text, items: items(titles) }));
  const reference = { text: 'API reference', link: '/api/' };
  const background = { text: 'Background', items: items(BACKGROUND) };
  const benchmarks = [
    { text: 'Benchmarks', link: '/benchmarks/' },
    { text: 'Tables', link: '/benchmarks/tables/' },
  ];
  const results = { text: 'Results', items: benchmarks };
  const decided = { text: 'Decisions', link: address(DECISIONS) };
  const above = [...sections, reference, background, results];
  // The list of all decisions only beside them: every item costs time while a page loads.
  const listed = { ...decided, items: items(decisions()) };
  return { ...apiSidebars(), '/decisions/': [...above, listed], '/': [...above, decided] };
}

function items(titles: Titles): Item[] {
  return Object.entries(titles).map(([file, text]) => ({ text, link: address(file) }));
}

/** A module of the API, one of its kinds (classes, functions, …), or a member. */
interface Entry {
  readonly title: string;
  /** Of modules and members. */
  readonly path: string;
  readonly children?: readonly Entry[];
}

/** Reads what scripts/api.mjs wrote beside the pages. */
function apiModules(): Entry[] {
  return JSON.parse(readFileSync(join(ROOT, 'docs/api/navigation.json'), 'utf8'));
}

const apiAddress = ({ path }: Entry): string => address(`docs/api/${path}`);

/**
 * A sidebar for each folder of the API reference: all modules, the kinds of the open module, the members of the open
 * kind. With all members it would add 200 KB to every page.
 */
function apiSidebars(): DefaultTheme.SidebarMulti {
  const modules = apiModules();
  const byFolder = modules.flatMap((module) => [
    [apiAddress(module), apiSidebar(modules, module)] as const,
    ...(module.children ?? []).map((kind) => [folderOf(kind), apiSidebar(modules, module, kind)] as const),
  ]);
  return { ...Object.fromEntries(byFolder), '/api/': apiSidebar(modules) };
}

const folderOf = ({ children: [member] = [] }: Entry): string =>
  member === undefined ? '' : `${posix.dirname(apiAddress(member))}/`;

function apiSidebar(modules: readonly Entry[], opened?: Entry, openedKind?: Entry): Item[] {
  const moduleItem = (module: Entry): Item => ({
    text: module.title.replace(/^@nablajs\//, ''),
    link: apiAddress(module),
    ...(module === opened ? opening((module.children ?? []).map((kind) => kindItem(module, kind))) : {}),
  });
  const kindItem = (module: Entry, kind: Entry): Item => ({
    text: kind.title,
    link: `${apiAddress(module)}#${kind.title.toLowerCase().replace(' ', '-')}`,
    ...(kind === openedKind ? opening(memberItems(kind)) : {}),
  });
  return [{ text: 'API reference', link: '/api/', items: modules.map(moduleItem) }];
}

const opening = (items: Item[]): Item => ({ items, collapsed: false });

function memberItems({ children = [] }: Entry): Item[] {
  const sorted = [...children].sort((a, b) => a.title.localeCompare(b.title, 'en'));
  return sorted.map((member) => ({ text: member.title, link: apiAddress(member) }));
}
