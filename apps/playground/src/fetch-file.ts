/** Fetches a file of the page. Rejects with an Error that names it and says what to do. */
export async function fetchFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`Cannot load ${name}. Check your connection and try again.`, { cause });
  });
  if (!response.ok) throw new Error(`Cannot load ${name}: status ${response.status}. Load the page again.`);
  return new Uint8Array(await response.arrayBuffer());
}
