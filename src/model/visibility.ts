import { hasRole, type Role } from './actor.ts';

/**
 * Who may see what: the one table. Answers are marked with these kinds in their schemas (`src/http/hide-values.ts`), and
 * a route whose whole answer is of one kind asks for its role here. A viewer sees what mappings have written, nothing
 * else that came from a vendor or was entered by an administrator.
 */
export const visibility = {
  /** Values of records, as mappings wrote them: lists, record pages, history, exports, field changes of outcomes. */
  mapped_values: 'viewer',
  /** What is entered in the forms of integrations and credentials and is no secret: addresses, client ids, filters. */
  settings: 'operator',
  /** Mappings: paths, fixed values, expressions, conditions. */
  templates: 'operator',
  /** Values of global variables that are not secret; their names are no secret to anybody. */
  global_values: 'operator',
  /** What a vendor sent beside the values that were mapped: samples, source records, payloads of test runs. */
  vendor_payload: 'operator',
  /** Texts that tell how a session or a sign-in went; they quote vendors, addresses and expressions. */
  log: 'operator',
  /** Who did what. */
  audit: 'administrator',
  /** Secrets of credentials and secret global variables. They leave only to the vendor. */
  secrets: 'nobody',
} as const satisfies Record<string, Role | 'nobody'>;

export type Visible = keyof typeof visibility;
/** What somebody may see. */
export type Showable = { [K in Visible]: (typeof visibility)[K] extends Role ? K : never }[Visible];

export function maySee(role: Role | undefined, what: Visible): boolean {
  const needed: Role | 'nobody' = visibility[what];
  return role !== undefined && needed !== 'nobody' && hasRole(role, needed);
}
