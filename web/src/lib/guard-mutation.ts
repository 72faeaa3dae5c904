import { useCallback, useRef, useState } from 'react';

interface Callbacks {
  onSuccess?: (...all: unknown[]) => unknown;
}

interface Mutation {
  isPending: boolean;
  mutate: (variables: unknown, callbacks?: Callbacks) => void;
  mutateAsync: (variables: unknown, callbacks?: Callbacks) => Promise<unknown>;
}

/**
 * The one guard against doing something twice. A mutation that is under way is not started again, by whatever button:
 * asking again gives the same run. It ends when what `onSuccess` returns has ended too, such as the way to another page.
 * `meta: { isRepeatable: true }` for what may well run several times at once.
 */
export function guardMutation<Hook extends (...args: never[]) => unknown>(useMutation: Hook): Hook {
  const useGuarded = (...args: never[]) => {
    const options = args[2] as { meta?: { isRepeatable?: boolean } } | undefined;
    return useOnceAtATime(useMutation(...args) as Mutation, options?.meta?.isRepeatable ?? false);
  };
  return useGuarded as unknown as Hook;
}

function useOnceAtATime<Given extends Mutation>(mutation: Given, isRepeatable: boolean): Given {
  const running = useRef<Promise<unknown>>(undefined);
  const [isHeld, setHeld] = useState(false);
  const { mutateAsync: start } = mutation;
  const mutateAsync = useCallback(
    (variables: unknown, callbacks?: Callbacks) => {
      if (running.current && !isRepeatable) return running.current;
      let following: unknown;
      const answer = start(variables, {
        ...callbacks,
        ...(callbacks?.onSuccess
          ? {
              onSuccess: (...all: unknown[]) => {
                following = callbacks.onSuccess?.(...all);
              },
            }
          : {}),
      });
      running.current = answer;
      setHeld(true);
      const release = () => {
        if (running.current !== answer) return;
        running.current = undefined;
        setHeld(false);
      };
      answer.then(() => following).then(release, release);
      return answer;
    },
    [start, isRepeatable],
  );
  const mutate = useCallback(
    (variables: unknown, callbacks?: Callbacks) => {
      // Whoever wants the failure reads it from the mutation, or has given onError.
      mutateAsync(variables, callbacks).catch(() => undefined);
    },
    [mutateAsync],
  );
  return { ...mutation, mutate, mutateAsync, isPending: mutation.isPending || isHeld };
}
