/** E-mail addresses as vendors write them: with a display name, as a link, or in words that say there is none. */

/** Says that there is no address; anything else without an `@` is a value nobody can use. */
const none =
  /^(?:[-.?]+|nil|null|none|empty|undefined|unknown|n\/?a|no[ _-]?(?:e-?mail|mail|address)(?: address)?|not[ _-]?(?:available|applicable|known|provided|set|specified))$/i;
/** What vendors send nearly always: nothing to take off. */
const plainAddress = /^[\w.+%-]+@[\w.-]+$/;
const address = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+$/u;

/** The address itself; null where the text says that there is none; undefined where it is no address. */
export function readEmailAddress(text: string): string | null | undefined {
  if (plainAddress.test(text)) return text;
  const bare = withoutDressing(text);
  if (address.test(bare)) return bare;
  return none.test(bare) ? null : undefined;
}

/** The name of an account: the address where it is dressed up as a link or with a display name, else the text itself. */
export function readAccountName(text: string): string {
  if (plainAddress.test(text)) return text;
  const bare = withoutDressing(text);
  return bare !== text && address.test(bare) ? bare : text;
}

/** `"Doe, Jane" <mailto:jane@example.com>` → `jane@example.com` */
function withoutDressing(text: string): string {
  let bare = text.trim();
  const open = bare.lastIndexOf('<');
  if (open !== -1 && bare.endsWith('>')) bare = bare.slice(open + 1, -1).trim();
  if (/^mailto:/i.test(bare)) bare = bare.slice('mailto:'.length).split('?', 1)[0] as string;
  if (bare.length > 1 && /^(["']).*\1$/s.test(bare)) bare = bare.slice(1, -1);
  return bare.trim();
}
