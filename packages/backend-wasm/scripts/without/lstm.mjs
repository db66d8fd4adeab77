import { without } from './without.mjs';

export const createBackend = without('lstm', 'lstmBackward');
