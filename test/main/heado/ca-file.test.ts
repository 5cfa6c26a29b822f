import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCaFile } from '../../../src-main/heado/ca-file.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';
import { makeCertificate } from './certificate.ts';

const folder = tempFolder();
afterAll(removeTempFolders);

function read(content: string): ReturnType<typeof readCaFile> {
  const path = join(folder, 'ca.pem');
  writeFileSync(path, content);
  return readCaFile(path);
}

describe('the file of authorities', () => {
  it('gives its certificates without what stands around them', () => {
    const certificates = ['a.example', 'b.example'].map((host) => makeCertificate({ host }).cert.trim());
    const result = read(`# ours\n${certificates.join('\nnote\n')}\n`);
    expect(result).toEqual({ ok: true, value: certificates.join('\n') });
  });

  it('is refused when it is missing, empty or no PEM', () => {
    const broken = makeCertificate({ host: 'a.example' }).cert.replace(/\n.{64}/, '\nAAAA');
    expect([readCaFile(join(folder, 'none.pem')), read(''), read('text'), read(broken)]).toMatchObject([
      { ok: false, error: { code: 'api.caFileUnreadable' } },
      { ok: false, error: { code: 'api.caFileNotPem' } },
      { ok: false, error: { code: 'api.caFileNotPem' } },
      { ok: false, error: { code: 'api.caFileNotPem' } },
    ]);
  });
});
