/** Asks the person on the page to sign in again; gives the new token that guards changes. */
type Ask = () => Promise<string | undefined>;

let ask: Ask | undefined;
let asking: Promise<string | undefined> | undefined;

/** The page says how it asks. Without a page the caller of a failed request is told that it is signed out. */
export function answerSignOuts(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = undefined;
  };
}

/**
 * Waits until the person has signed in again and gives the new token; undefined when there is no page to ask on. Asked
 * once, however many requests find out that the session is over.
 */
export async function signInAgain(): Promise<string | undefined> {
  if (!ask) return undefined;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

/** Whether an answer says that the session has ended, and not that something else was refused. */
export async function isSessionOver(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return (body as { error?: { code?: unknown } } | undefined)?.error?.code === 'ACCESS_SIGN_IN_REQUIRED';
}
