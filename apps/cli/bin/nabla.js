#!/usr/bin/env node
import { exit, main } from '../dist/main.js';

// Not awaited: Node would exit with a code of its own where it never settles.
main(process.argv.slice(2)).then(exit);
