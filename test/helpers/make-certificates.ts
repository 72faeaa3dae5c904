/** Certificates for tests: an authority and what it signs (ECDSA P-256). */
// What puts @peculiar/x509 together needs it, and it has to come first.
import 'reflect-metadata';
import { isIPv4 } from 'node:net';
import {
  BasicConstraintsExtension,
  type JsonGeneralNames,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface TestCertificate {
  certificatePem: string;
  privateKeyPem: string;
}

export interface TestAuthority {
  certificatePem: string;
  /** Names are host names or IPv4 addresses; the certificate is over when `endsAt` is past. */
  issue(names: readonly string[], options?: { endsAt?: Date }): Promise<TestCertificate>;
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
const notBefore = new Date('2020-01-01T00:00:00Z');
const usualEnd = new Date('2120-01-01T00:00:00Z');

export async function makeTestAuthority(name = 'Muster test authority'): Promise<TestAuthority> {
  const keys = await makeKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    notBefore,
    notAfter: usualEnd,
    signingAlgorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificatePem: authority.toString('pem'),
    async issue(names, { endsAt } = {}) {
      const { publicKey, privateKey } = await makeKeys();
      const alternatives: JsonGeneralNames = names.map((value) => ({
        type: isIPv4(value) ? 'ip' : 'dns',
        value,
      }));
      const certificate = await X509CertificateGenerator.create({
        subject: [{ CN: [names[0] ?? 'nobody'] }],
        issuer: authority.subject,
        publicKey,
        signingKey: keys.privateKey,
        notBefore,
        notAfter: endsAt ?? usualEnd,
        signingAlgorithm,
        extensions: [new SubjectAlternativeNameExtension(alternatives)],
      });
      const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
      return {
        certificatePem: certificate.toString('pem'),
        privateKeyPem: PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag),
      };
    },
  };
}

const makeKeys = () => crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
