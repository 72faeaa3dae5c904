import type { components } from './api-types.generated.ts';

type ErrorBody = components['schemas']['ErrorResponse'];

/** A failed API call, as the server's error catalog words it. `status` 0 = no answer came. */
export class ApiError extends Error implements ErrorBody {
  readonly status: number;
  /** The answer's body, as the API description types the error of every call. */
  readonly error: ErrorBody['error'];

  constructor(
    status: number,
    code: string,
    message: string,
    field?: string,
    details?: Record<string, unknown>,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.error = { code, message, ...(field ? { field } : {}), ...(details ? { details } : {}) };
  }

  get code(): string {
    return this.error.code;
  }

  /** Name of the form field or setting the error is about. */
  get field(): string | undefined {
    return this.error.field;
  }

  get details(): Record<string, unknown> | undefined {
    return this.error.details;
  }
}

/** Makes the error of a failed answer; bodies that are not ours (a proxy's HTML page) are described by their status. */
export function makeApiError(status: number, body: unknown): ApiError {
  const found = typeof body === 'object' && body !== null ? (body as Partial<ErrorBody>).error : undefined;
  return new ApiError(
    status,
    found?.code ?? 'API_UNREADABLE_ANSWER',
    found?.message ??
      `The server answered with status ${status} and no explanation. Try again; if it stays, look at the server's log.`,
    found?.field,
    found?.details,
  );
}

/** What to show a person for anything caught. */
export function describeError(err: unknown): string {
  return err instanceof Error ? err.message : String(err);
}
