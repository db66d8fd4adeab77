/** All classes of generated files, which load only for an export. */
import { CORE_CLASSES, type PythonClass } from './core-classes.js';
import { SEQUENCE_CLASSES } from './sequence-classes.js';

export const CLASSES: Readonly<Record<string, PythonClass>> = { ...CORE_CLASSES, ...SEQUENCE_CLASSES };
