/** JSON text with whole numbers beyond 2^53 as plain digits, which is how the vendor writes its ids. */
export function toBigJson(value: unknown): string {
  return JSON.stringify(value, (_key, found: unknown) =>
    typeof found === 'bigint' ? `\u0001${found}\u0001` : found,
  ).replace(/"\\u0001(\d+)\\u0001"/g, '$1');
}
