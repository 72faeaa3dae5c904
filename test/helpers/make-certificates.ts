/**
 * Certificates for tests, made with node:crypto alone: an authority and what it signs. Just enough X.509 (RFC 5280)
 * for TLS: version 3, ECDSA P-256, basic constraints and subject alternative names.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface TestCertificate {
  certificatePem: string;
  privateKeyPem: string;
}

export interface TestAuthority {
  certificatePem: string;
  /** Names are host names or IPv4 addresses; the certificate is over when `endsAt` is past. */
  issue(names: readonly string[], options?: { endsAt?: Date }): TestCertificate;
}

export function makeTestAuthority(name = 'Muster test authority'): TestAuthority {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificatePem = makeCertificate({
    subject: name,
    issuer: name,
    publicKey: authority.publicKey,
    signingKey: authority.privateKey,
    extensions: [extension('2.5.29.19', sequence(der(0x01, Buffer.of(0xff))), true)],
  });
  return {
    certificatePem,
    issue(names, { endsAt } = {}) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const alternatives = names.map((found) =>
        isIPv4(found)
          ? der(0x87, Buffer.from(found.split('.').map(Number)))
          : der(0x82, Buffer.from(found, 'latin1')),
      );
      return {
        privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
        certificatePem: makeCertificate({
          subject: names[0] ?? 'nobody',
          issuer: name,
          publicKey,
          signingKey: authority.privateKey,
          extensions: [extension('2.5.29.17', sequence(...alternatives))],
          ...(endsAt ? { endsAt } : {}),
        }),
      };
    },
  };
}

interface CertificateInput {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  signingKey: KeyObject;
  extensions: Buffer[];
  endsAt?: Date;
}

function makeCertificate(input: CertificateInput): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const serial = randomBytes(16);
  serial[0] = 0x01;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    commonName(input.issuer),
    sequence(time(new Date('2020-01-01T00:00:00Z')), time(input.endsAt ?? new Date('2120-01-01T00:00:00Z'))),
    commonName(input.subject),
    input.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...input.extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, input.signingKey)]));
  const base64 = sequence(body, algorithm, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function commonName(text: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(text)))));
}

function time(at: Date): Buffer {
  return der(0x18, Buffer.from(`${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [der(0x01, Buffer.of(0xff))] : [];
  return sequence(objectId(id), ...critical, der(0x04, value));
}
