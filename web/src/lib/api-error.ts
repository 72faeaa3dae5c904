/** A failed API call, as the server's error catalog words it. `status` 0 = no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Name of the form field or setting the error is about. */
  readonly field: string | undefined;
  readonly details: Record<string, unknown> | undefined;

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
    this.code = code;
    this.field = field;
    this.details = details;
  }
}

interface ErrorBody {
  error?: { code?: string; message?: string; field?: string; details?: Record<string, unknown> };
}

/** Makes the error of a failed answer; bodies that are not ours (a proxy's HTML page) are described by their status. */
export function makeApiError(status: number, body: unknown): ApiError {
  const found = typeof body === 'object' && body !== null ? (body as ErrorBody).error : undefined;
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
