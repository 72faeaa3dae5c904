import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { makeFrameReader } from '../../test/helpers/syslog-receiver.ts';
import type { AuditRecord } from '../access/audit.queries.ts';
import { formatDatagram, formatEntry, formatSyslog, frameMessage } from './format-entry.ts';

const numRuns = counts(300, 5_000);
const origin = { host: 'hub-1', processId: 42 };
/** Written from RFC 5424 §6: priority, version, instant, host, application, process, message id, no structured data. */
const grammar =
  /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) - (.*)$/;

/** Nothing in these texts looks like a secret: what does is masked, and has a test of its own. */
const text = fc
  .string({ unit: 'binary', maxLength: 60 })
  .map((found) => found.replace(/[A-Za-z:=/]+/g, 'x'))
  .filter((found) => found.isWellFormed());
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
}));
const entry: fc.Arbitrary<AuditRecord> = fc.record({
  id: fc.integer({ min: 1 }),
  at: fc.date({ noInvalidDate: true }),
  userId: fc.option(fc.integer({ min: 1 })),
  actor: text,
  source: fc.constantFrom('ui', 'api', 'cli', 'integration', 'system'),
  action: fc.oneof(text, fc.constant('credential.created')),
  targetType: text,
  targetId: fc.option(text),
  targetName: fc.option(text),
  details: fc.dictionary(text, json, { maxKeys: 5 }),
});

describe('an entry as a line', () => {
  test('is one line of ASCII that reads as the same entry, whatever stands in it', () => {
    fc.assert(
      fc.property(entry, (found) => {
        const line = formatEntry(found);
        expect(line).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(found)));
      }),
      { numRuns },
    );
  });

  test('holds no secret, should one ever stand in an entry', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-zA-Z0-9]{12,30}$/),
        fc.constantFrom(
          (secret: string) => `Bearer ${secret}`,
          (secret: string) => `client_secret=${secret}`,
          (secret: string) => `https://user:${secret}@host.example/`,
          (secret: string) => `mst_${secret}`,
        ),
        fc.constantFrom('actor', 'targetName', 'details'),
        (secret, write, where) => {
          const base = {
            ...example,
            [where]: where === 'details' ? { a: [{ b: write(secret) }] } : write(secret),
          };
          for (const line of [
            formatEntry(base),
            formatSyslog(base, origin),
            formatDatagram(base, origin, 400),
          ])
            expect(line).not.toContain(secret);
        },
      ),
      { numRuns },
    );
  });
});

const example: AuditRecord = {
  id: 7,
  at: new Date('2026-06-01T10:00:00.123Z'),
  userId: 3,
  actor: 'Zoë Ahmed',
  source: 'ui',
  action: 'credential.created',
  targetType: 'credential',
  targetId: '12',
  targetName: 'Service desk',
  details: { fields: ['host'] },
};

describe('an entry as a syslog message', () => {
  test('looks like this', () => {
    expect(formatSyslog(example, origin)).toBe(
      '<110>1 2026-06-01T10:00:00.123Z hub-1 muster 42 credential.created - ' +
        '{"id":7,"at":"2026-06-01T10:00:00.123Z","userId":3,"actor":"Zo\\u00eb Ahmed","source":"ui","action":"credential.created",' +
        '"targetType":"credential","targetId":"12","targetName":"Service desk","details":{"fields":["host"]}}',
    );
  });

  test('keeps to the grammar, whatever the entry, the host and the action are called', () => {
    fc.assert(
      fc.property(entry, text, (found, host) => {
        const parts = grammar.exec(formatSyslog(found, { host, processId: 1 }));
        expect(parts).not.toBeNull();
        expect(parts?.[1]).toBe('110');
        expect(JSON.parse(parts?.[7] ?? '')).toMatchObject({ id: found.id });
      }),
      { numRuns },
    );
  });

  test('is counted in octets: however the stream is cut into pieces, the same messages come out', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        (entries, lengths) => {
          const messages = entries.map((found) => formatSyslog(found, origin));
          const bytes = Buffer.from(messages.map(frameMessage).join(''), 'utf8');
          const out: string[] = [];
          const read = makeFrameReader((message) => out.push(message));
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const next = at + (lengths[turn % lengths.length] ?? 1);
            read(bytes.subarray(at, next));
            at = next;
          }
          expect(out).toEqual(messages);
        },
      ),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });

  test('never outgrows a datagram: details give way, who did what stays', () => {
    fc.assert(
      fc.property(entry, fc.integer({ min: 0, max: 20_000 }), (found, size) => {
        const large = { ...found, details: { ...found.details, more: '\u00fc'.repeat(size) } };
        const message = formatDatagram(large, origin, 65_000);
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(65_000);
        const body = JSON.parse(grammar.exec(message)?.[7] ?? '') as AuditRecord;
        expect(body.id).toBe(found.id);
        if (formatSyslog(large, origin).length > 65_000)
          expect(body.details).toHaveProperty('isLeftOut', true);
        else expect(body.details).toHaveProperty('more');
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
    const names = 'x\u0001'.repeat(40_000);
    const everything = {
      ...example,
      actor: names,
      action: names,
      targetType: names,
      targetId: names,
      targetName: names,
    };
    expect(formatDatagram(everything, origin, 65_000).length).toBeLessThanOrEqual(65_000);
  });
});
