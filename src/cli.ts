#!/usr/bin/env node
/** The command line: one file per command in src/cli/. */
import { commands } from './cli/commands.ts';
import { loadConfig } from './config.ts';
import { isAppError } from './errors.ts';
import { makeLogger } from './logger.ts';

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name];
if (command && args.some((arg) => arg === '--help' || arg === '-h')) {
  console.log(`Usage: muster ${command.usage ?? name}\n${command.help}`);
  process.exit(0);
}
if (!command) {
  const list = Object.entries(commands).map(
    ([found, { usage, help }]) => `  muster ${(usage ?? found).padEnd(44)} ${help}`,
  );
  const isHelp = name === 'help' || name === '--help' || name === '-h';
  if (!isHelp) console.error(`There is no command "${name}".\n`);
  console.log(
    `Usage:\n${list.join('\n')}\n\nSettings are environment variables; see docs/generated/configuration.md.`,
  );
  process.exit(isHelp ? 0 : 2);
}
try {
  const config = loadConfig();
  // Commands that answer on standard output keep the log for what goes wrong.
  const log = makeLogger({
    level: command.isQuiet && config.logLevel === 'info' ? 'warn' : config.logLevel,
    destination: process.stderr,
  });
  process.exitCode = await command.run({ args, config, log });
} catch (err) {
  const code = err instanceof Error ? String((err as { code?: unknown }).code ?? '') : '';
  if (code.startsWith('ERR_PARSE_ARGS')) {
    console.error(`${(err as Error).message.split('. ')[0]}.\nUsage: muster ${command.usage ?? name}`);
    process.exitCode = 2;
  } else {
    console.error(isAppError(err) ? `${err.code}: ${err.message}` : err);
    process.exitCode = 1;
  }
}
