/** The page's side of the worker of the Teach view. */
import { proxy, type Remote, wrap } from 'comlink';
import type { Lesson } from '../../lab/teach/head.js';
import type { Teacher } from '../../lab/teach/teacher.js';

/** The worker's `Teacher`: each call returns a promise. */
export const teacher: Remote<Teacher> = wrap<Teacher>(
  new Worker(new URL('../../lab/teach/teacher.worker.ts', import.meta.url), { type: 'module' }),
);

/** Lets the worker call a function of the page. */
export const lessonTo = (listener: (lesson: Lesson) => void): ((lesson: Lesson) => void) => proxy(listener);
