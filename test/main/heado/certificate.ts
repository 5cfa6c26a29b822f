/**
 * Owns: certificates for TLS servers of tests, made on the spot so that none lies in the tree and none expires.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateFacts {
  readonly host: string;
  /** Validity, days from now. */
  readonly fromDays?: number;
  readonly toDays?: number;
}

const DAY_MS = 86_400_000;
const SEQUENCE = 0x30;
const SET = 0x31;
const ECDSA_SHA256 = '06082a8648ce3d040302';
const COMMON_NAME = '0603550403';
const ALTERNATIVE_NAME = '0603551d11';

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function time(days: number): Buffer {
  const text = new Date(Date.now() + days * DAY_MS).toISOString();
  return der(0x18, Buffer.from(`${text.slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

/** A self-signed certificate for `host`: whoever is given it as an authority trusts it. */
export function makeCertificate({ host, fromDays = -1, toDays = 2 }: CertificateFacts): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, hex(ECDSA_SHA256));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, hex(COMMON_NAME), der(0x0c, Buffer.from(host)))));
  const hosts = der(SEQUENCE, der(0x82, Buffer.from(host)));
  const extensions = der(0xa3, der(SEQUENCE, der(SEQUENCE, hex(ALTERNATIVE_NAME), der(0x04, hosts))));
  const content = der(
    SEQUENCE,
    der(0xa0, hex('020102')),
    der(0x02, Buffer.concat([hex('01'), randomBytes(8)])),
    algorithm,
    name,
    der(SEQUENCE, time(fromDays), time(toDays)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = der(0x03, hex('00'), sign('sha256', content, privateKey));
  const whole = der(SEQUENCE, content, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}
