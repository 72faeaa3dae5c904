#!/usr/bin/env node
// The `muster` command: the same start-up as "npm start", with the arguments of the command line.
process.argv.splice(2, 0, 'muster');
await import('./bootstrap.mjs');
