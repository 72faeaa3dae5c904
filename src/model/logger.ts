type LogMethod = {
  (fields: object, message?: string): void;
  (message: string): void;
};

/** The part of pino's logger the product uses. */
export interface Logger {
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  child(bindings: Record<string, unknown>): Logger;
}
