/** The server's rule for new passwords (src/access/password-rules.ts), answered while typing. */
const minPasswordLength = 10;

export const passwordHelp = `At least ${minPasswordLength} characters; a few words are good.`;

export function checkNewPassword(value: string): string | null {
  return [...value].length < minPasswordLength ? `Use at least ${minPasswordLength} characters.` : null;
}

export function checkEmail(value: string): string | null {
  return /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : 'Enter an e-mail address, like name@example.com.';
}
