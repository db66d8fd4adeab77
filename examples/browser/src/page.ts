/** Helpers of the page: elements, messages, the frame counter, and the worker. */
export const element = <E extends Element>(id: string): E => document.getElementById(id) as unknown as E;

export function say(id: string, text: string): void {
  element(id).textContent = text;
}

export function warn(text: string): void {
  say('notice', text);
  element<HTMLElement>('notice').hidden = false;
}

/** Shows uncaught errors on the page. */
export function showErrors(): void {
  addEventListener('error', ({ message }) => warn(message));
  addEventListener('unhandledrejection', ({ reason }) => warn(String(reason)));
}

/** Shows the frames per second. If the page itself computed, there would be few. */
export function countFrames(): void {
  let frames = 0;
  const count = (): void => {
    frames += 1;
    requestAnimationFrame(count);
  };
  count();
  setInterval(() => {
    say('frames', `${frames} frames per second`);
    frames = 0;
  }, 1000);
}

/** Starts the training worker, and shows its backend and its notices. */
export function newWorker(): Worker {
  const made = new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', ({ data }: MessageEvent<{ computedBy?: string; notice?: string }>) => {
    if (data.computedBy !== undefined) say('backend', data.computedBy);
    if (data.notice !== undefined) warn(data.notice);
  });
  return made;
}
