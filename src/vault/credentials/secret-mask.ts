/** Vendors like to repeat what they were sent; secrets of three characters or less cannot be told from words. */
export function mask(text: string, secrets: string[]): string {
  return secrets.reduce(
    (masked, secret) => (secret.length > 3 ? masked.replaceAll(secret, '•••') : masked),
    text,
  );
}
