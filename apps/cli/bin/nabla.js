#!/usr/bin/env node
import { exit, main } from '../dist/main.js';

// Not awaited: if it never settled, Node would exit with its own exit code.
main(process.argv.slice(2)).then(exit);
