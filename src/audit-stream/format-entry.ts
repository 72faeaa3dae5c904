import type { AuditRecord } from '../access/audit.queries.ts';
import { redactText } from '../redact.ts';

/** Who sends: the host and the process, as the head of a syslog message names them. */
export interface SyslogOrigin {
  host: string;
  processId: number;
}

/** Facility 13 (log audit), severity 6 (informational): RFC 5424 §6.2.1. */
const priority = 13 * 8 + 6;
/** Of a text in an entry that is too long for one datagram. */
const shortTextLength = 500;

/**
 * One entry as one line of JSON in ASCII, with the properties the audit list of the API has. Whatever is not ASCII is
 * escaped: no reader takes a sign in a name for the end of a line, a mark or another charset. Texts are scrubbed as those
 * of the log are, should a secret ever stand in one.
 */
export function formatEntry(entry: AuditRecord): string {
  const { id, at, userId, actor, source, action, targetType, targetId, targetName, details } = entry;
  return toAscii({ id, at, userId, actor, source, action, targetType, targetId, targetName, details });
}

/** As {@link formatEntry}, in a message of RFC 5424. */
export function formatSyslog(entry: AuditRecord, origin: SyslogOrigin): string {
  return `${formatHead(entry, origin)} ${formatEntry(entry)}`;
}

/** As {@link formatSyslog}, but never longer than one datagram takes: details give way, and say so. */
export function formatDatagram(entry: AuditRecord, origin: SyslogOrigin, maxBytes: number): string {
  const whole = formatSyslog(entry, origin);
  if (whole.length <= maxBytes) return whole;
  const short = (text: string) => text.slice(0, shortTextLength);
  return formatSyslog(
    {
      ...entry,
      actor: short(entry.actor),
      action: short(entry.action),
      targetType: short(entry.targetType),
      targetId: entry.targetId === null ? null : short(entry.targetId),
      targetName: entry.targetName === null ? null : short(entry.targetName),
      details: { isLeftOut: true, byteCount: whole.length },
    },
    origin,
  );
}

/** Octet counting of RFC 6587: how long the message is, then the message. A message is ASCII, a character a byte. */
export const frameMessage = (message: string): string => `${message.length} ${message}`;

function formatHead(entry: AuditRecord, origin: SyslogOrigin): string {
  const at = entry.at.toISOString();
  const head = [
    `<${priority}>1`,
    // A year of five digits is no instant of RFC 3339; the body has it.
    /^\d{4}-/.test(at) ? at : '-',
    toHeadWord(origin.host, 255),
    'muster',
    toHeadWord(String(origin.processId), 128),
    toHeadWord(entry.action, 32),
    '-',
  ];
  return head.join(' ');
}

/** Printable ASCII without blanks, or `-` for nothing. */
function toHeadWord(text: string, maxLength: number): string {
  return text.replace(/[^\x21-\x7e]/g, '').slice(0, maxLength) || '-';
}

function toAscii(value: unknown): string {
  return JSON.stringify(scrub(value)).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function scrub(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, scrub(part)]));
}
