#!/usr/bin/env node
import { main } from '../dist/main.js';

// Not awaited, because Node would exit with its own code if the promise never settles.
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
