import { createBackend } from '@nablajs/backend-ts';
import { PageTasks } from '@nablajs/golden/page';

globalThis.tasks = new PageTasks(createBackend);
