import { without } from './without.mjs';

export const createBackend = without('attention', 'attentionBackward');
