import { useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../lib/query-keys.ts';
import { useSingleFlight } from '../../lib/use-single-flight.ts';
import { useCredential } from './api/use-credential.ts';

interface Waiting {
  credentialId: number;
  authorizeUrl: string;
  isBlocked: boolean;
  /** The window is gone, as far as this page can see: nobody may be signing in any more. */
  isClosed: boolean;
  /** Both before the window opened: a change tells that the vendor answered, even if the window cannot. */
  refreshedAtBefore: string | null | undefined;
}

/** What the page at /oauth2/redirect posts to its opener. */
interface RedirectMessage {
  type: 'muster:oauth2';
  ok: boolean;
  /** Null when the failure belongs to no credential, e.g. an unknown state. */
  credentialId: number | null;
  message: string;
}

function isRedirectMessage(data: unknown): data is RedirectMessage {
  return typeof data === 'object' && data !== null && (data as { type?: unknown }).type === 'muster:oauth2';
}

type Prepare = () => Promise<{ id: number; refreshedAt: string | null } | undefined>;

const pollEveryMs = 2000;
const lookEveryMs = 500;

/**
 * Runs the vendor's sign-in in a window of its own and learns its end from the redirect page's message, or else by
 * asking for the credential.
 */
export function useOAuthPopup(onAuthenticated: () => void) {
  const refresh = useRefresh();
  const authorize = api.useMutation('post', '/api/credentials/{id}/authorize');
  const [waiting, setWaiting] = useState<Waiting>();
  const [problem, setProblem] = useState<unknown>(null);
  const polled = useCredential(waiting?.credentialId, waiting ? pollEveryMs : undefined);
  const isFinished = useRef(true);
  const opened = useRef<Window | null>(null);
  const isOpen = waiting !== undefined && !waiting.isBlocked && !waiting.isClosed;
  useEffect(() => {
    if (!isOpen) return;
    // Nothing tells of a window that is closed; asking for the credential goes on, since some vendors cut the tie.
    const timer = setInterval(() => {
      if (opened.current?.closed) setWaiting((before) => before && { ...before, isClosed: true });
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [isOpen]);
  const finish = useRef<(failure?: Error, credentialId?: number | null) => void>(() => {});
  finish.current = (failure, credentialId) => {
    // The same end is told up to three times.
    if (!waiting || isFinished.current || (credentialId != null && credentialId !== waiting.credentialId))
      return;
    isFinished.current = true;
    setWaiting(undefined);
    setProblem(failure ?? null);
    void refresh(queryKeys.below('/api/credentials'));
    if (!failure) onAuthenticated();
  };

  useEffect(() => {
    const hear = (data: unknown) => {
      if (!isRedirectMessage(data)) return;
      finish.current(data.ok ? undefined : new Error(data.message), data.credentialId);
    };
    const listen = (event: MessageEvent) => event.origin === window.location.origin && hear(event.data);
    // The channel still works where the vendor's pages have cut the tie between the two windows.
    const channel = new BroadcastChannel('muster:oauth2');
    channel.onmessage = (event) => hear(event.data);
    window.addEventListener('message', listen);
    return () => {
      window.removeEventListener('message', listen);
      channel.close();
    };
  }, []);

  const isAnswered =
    waiting !== undefined &&
    polled.data?.id === waiting.credentialId &&
    (polled.data.status === 'authenticated' || polled.data.status === 'expiring') &&
    polled.data.refreshedAt !== waiting.refreshedAtBefore;
  useEffect(() => {
    if (isAnswered) finish.current();
  }, [isAnswered]);

  /**
   * Must run inside the click: browsers only let a click open a window. `prepare` saves what the vendor's answer will
   * belong to; it gives undefined when it failed and has told so itself.
   */
  const [start] = useSingleFlight(async (prepare: Prepare) => {
    const left = Math.max(0, window.screenX + (window.outerWidth - 620) / 2);
    const popup = window.open(
      'about:blank',
      'muster-oauth2',
      `popup,width=620,height=740,left=${left},top=80`,
    );
    opened.current = popup;
    setProblem(null);
    try {
      const prepared = await prepare();
      if (!prepared) {
        popup?.close();
        return;
      }
      const { id, refreshedAt } = prepared;
      const { authorizeUrl } = await authorize.mutateAsync({ params: { path: { id } } });
      await refresh(queryKeys.at('/api/credentials/{id}', { id }));
      isFinished.current = false;
      setWaiting({
        credentialId: id,
        authorizeUrl,
        isBlocked: popup === null,
        isClosed: false,
        refreshedAtBefore: refreshedAt,
      });
      if (popup) popup.location.href = authorizeUrl;
    } catch (err) {
      popup?.close();
      setProblem(err);
    }
  });

  return {
    start,
    waiting,
    problem,
    cancel: () => {
      setWaiting(undefined);
      setProblem(null);
    },
  };
}

export type OAuthPopup = ReturnType<typeof useOAuthPopup>;
