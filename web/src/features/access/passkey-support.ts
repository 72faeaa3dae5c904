import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

/** Passkeys belong to a name: browsers know none for an IP address, and none without encryption but for localhost. */
export function canUsePasskeys(): boolean {
  const isAddress = /^[\d.]+$|^\[/.test(window.location.hostname);
  return browserSupportsWebAuthn() && window.isSecureContext && !isAddress;
}

/** The browser asks the person; throws with words for them. */
export async function makePasskey(options: object): Promise<{ id: string }> {
  return ask(() => startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }));
}

export async function showPasskey(options: object): Promise<{ id: string }> {
  return ask(() => startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }));
}

async function ask<T extends { id: string }>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (err) {
    const name = err instanceof Error ? err.name : '';
    if (name === 'InvalidStateError')
      throw new Error('This passkey is added already. Use another device or key.');
    throw new Error('No passkey was used: the browser was told to stop, or found none. Try again.');
  }
}
