/**
 * Pages are complete without their script, so they load it when you first move the pointer, scroll, touch or
 * type. On a phone that saves up to two seconds in which the page would not react while Vue goes through it.
 */

const MODULES = /<script type="module" src="([^"]+)"><\/script>/g;

/** Replaces the modules of a page by a script that imports them, in order, at the first interaction. */
export function hydrateOnInteraction(html: string): string {
  const addresses = [...html.matchAll(MODULES)].map(([, address]) => address);
  if (addresses.length === 0) return html;
  const script = `<script>(${importOnInteraction})(${JSON.stringify(addresses)})</script>`;
  return html.replaceAll(MODULES, '').replace('</body>', () => `${script}</body>`);
}

/** Runs in the page, as text: everything that it uses is in it. A click or a key that comes too early is repeated. */
function importOnInteraction(addresses: readonly string[]): void {
  const kinds = ['pointerover', 'pointerdown', 'touchstart', 'wheel', 'scroll', 'keydown', 'focusin'];
  let clicked: HTMLElement | null = null;
  let key: KeyboardEvent | undefined;
  const noteClick = ({ target }: Event): void => {
    clicked = (target as HTMLElement).closest('button');
  };
  const noteKey = (event: KeyboardEvent): void => {
    key = event;
    // Browsers use this key for their own search.
    if (event.key === 'k' && (event.ctrlKey || event.metaKey)) event.preventDefault();
  };
  const repeat = (): void => {
    if (!('__vue_app__' in (document.getElementById('app') ?? {}))) {
      requestAnimationFrame(repeat);
      return;
    }
    removeEventListener('click', noteClick, true);
    removeEventListener('keydown', noteKey, true);
    clicked?.click();
    if (key !== undefined) dispatchEvent(new KeyboardEvent('keydown', key));
  };
  const start = async (): Promise<void> => {
    for (const kind of kinds) removeEventListener(kind, start, true);
    for (const address of addresses) await import(address);
    repeat();
  };
  addEventListener('click', noteClick, true);
  addEventListener('keydown', noteKey, true);
  for (const kind of kinds) addEventListener(kind, start, { capture: true, passive: true });
}
