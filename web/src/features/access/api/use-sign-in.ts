import { api, type Schema } from '../../../lib/api-client.ts';

export type SecondFactorWanted = Schema<'SecondFactorWanted'>;

export function useSignIn() {
  return api.useMutation('post', '/api/sign-in', { meta: { mayBeSignedOut: true } });
}

/** The second step, for whoever has a second factor. */
export function useSecondStep() {
  return api.useMutation('post', '/api/sign-in/second-factor', { meta: { mayBeSignedOut: true } });
}

/** Whether the password was right and the second factor is wanted. */
export function wantsSecondFactor(answer: object | undefined): answer is SecondFactorWanted {
  return answer !== undefined && 'signInToken' in answer;
}
