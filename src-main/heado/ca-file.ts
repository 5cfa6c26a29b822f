/**
 * Owns: reading `api.caFile`: further certificate authorities, for a network that looks into TLS.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';

export type CaFileProblem = 'api.caFileUnreadable' | 'api.caFileNotPem';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of the file as PEM text; each of them can be read. */
export function readCaFile(path: string): Result<string, Problem<CaFileProblem>> {
  const text = readText(path);
  if (text === undefined) return fail(problem('api.caFileUnreadable', '', { path }));
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate))
    return fail(problem('api.caFileNotPem', '', { path }));
  return ok(certificates.join('\n'));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
