import type { Logger as PinoLogger } from 'pino';
import type { Config } from '../config.ts';
import type { Logger } from '../model/logger.ts';

export interface CommandContext {
  args: string[];
  config: Config;
  log: PinoLogger & Logger;
}

export interface Command {
  usage?: string;
  help: string;
  /** Answers on standard output; only warnings are logged. */
  isQuiet?: boolean;
  /** Returns the exit code. */
  run(context: CommandContext): Promise<number>;
}
