/**
 * For each control: its class, what VitePress writes, and what we write instead. VitePress names a control only when
 * the page's script runs, and that script loads late.
 */
const CHANGES = [
  ['VPSwitchAppearance', 'role="switch" title aria-checked', 'role="switch" title="Switch to dark theme" aria-checked'],
  // A button is called what you see on it, without the keys that do the same.
  [
    'DocSearch-Button-Keys',
    '<span class="DocSearch-Button-Keys">',
    '<span class="DocSearch-Button-Keys" aria-hidden="true">',
  ],
] as const;

/** Names the theme switch and the search button for screen readers. Throws for a page of another VitePress. */
export function nameButtons(html: string): string {
  return CHANGES.reduce((page, [control, from, to]) => {
    if (page.includes(control) && !page.includes(from)) throw new Error(`expected ${from} in a page of VitePress.`);
    return page.replaceAll(from, to);
  }, html);
}
