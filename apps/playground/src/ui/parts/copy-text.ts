/** The address holds all settings. Rejects with an Error that says what to do instead. */
export const copyLink = (): Promise<void> => copyText(location.href, 'Copy its address instead: it is the link.');

/** Rejects with an Error that says what to do instead. */
export async function copyText(text: string, otherwise: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    // The reader forbids it, or the page was served over plain http.
    throw new Error(`The browser does not let this page copy. ${otherwise}`, { cause });
  }
}
