import { execFileSync } from 'node:child_process';
import {
  closeSync,
  openSync,
  writeSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  leaveFolders,
  RESCAN_MS,
  sale,
  STALE_MS,
  startOnFakeClock,
  type TillFolder,
} from '../main/intake/till-folder.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import {
  asPos,
  isRoot,
  NEEDS_ROOT,
  openTempFolder,
  POS_GID,
  POS_UID,
  sharedDrop,
} from '../support/other-user.ts';
import { waitFor } from '../support/wait-for.ts';

const BROKEN = '{"amount": nonsense}';

let folder: TillFolder;
let clock: FakeClock;

function start(path: string, dataDir = join(openTempFolder(), 'data')): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  ({ folder, clock } = startOnFakeClock({ path, dataDir, maxFileBytes: 100_000 }));
}
afterEach(() => leaveFolders());

/** What the folder keeps in the data folder. */
function share(): string {
  const [name = ''] = readdirSync(join(folder.dataDir, 'folders'));
  return join(folder.dataDir, 'folders', name);
}

function drop(name: string, content: string): void {
  writeFileSync(join(folder.path, `.${name}`), content, { mode: 0o640 });
  chownSync(join(folder.path, `.${name}`), POS_UID, POS_GID);
  asPos(folder.path, `mv .${name} ${name}`);
}

const rejected = (count: number): Promise<void> =>
  waitFor(`${count} are rejected`, () => folder.intake.listRejected().length === count);

async function archivedInShare(count: number): Promise<readonly string[]> {
  const archive = join(share(), 'archive');
  const files = (): string[] =>
    readdirSync(archive)
      .filter((day) => !day.startsWith('.'))
      .flatMap((day) => readdirSync(join(archive, day)).map((name) => join(archive, day, name)));
  await waitFor(`${count} are archived`, () => files().length === count);
  return files();
}

describe.skipIf(!isRoot)(`a drop folder that the POS owns${NEEDS_ROOT}`, () => {
  it('is taken from; originals lie in the data folder, and the command that would mend it is told', async () => {
    start(sharedDrop(POS_UID));
    drop('1.json', sale(1));
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    const [archived = ''] = await archivedInShare(1);
    expect(readFileSync(archived, 'utf8')).toBe(sale(1));
    expect(folder.outbox.files()[0]?.file.storedAs).toMatch(/^data:archive\/[\d-]+\/1\.json$/);
    expect(folder.names()).not.toContain('archive');
    expect(statSync(folder.path).mode & 0o7777).toBe(0o770);
    expect(folder.state()).toMatchObject({ state: 'watching', problems: [{ code: 'folder.notOwn' }] });
    expect(folder.state().problems[0]?.values).toMatchObject({
      owner: POS_UID,
      command: `chown 0 ${folder.path} && chmod 1770 ${folder.path}`,
    });
    for (const part of ['', 'archive', 'rejected']) {
      expect(statSync(join(share(), part)).mode & 0o777).toBe(0o700);
    }
  });

  it('gets copies of rejected files and their reasons, which nothing reads again', async () => {
    start(sharedDrop(POS_UID));
    drop('bad.json', BROKEN);
    await rejected(1);
    expect(asPos(folder.path, 'cat rejected/bad.json rejected/bad.json.error.json')).toContain(
      'format.broken',
    );
    expect(readdirSync(join(share(), 'rejected'))).toEqual(['bad.json']);
    asPos(folder.path, 'mv rejected r; mkdir rejected; echo x > rejected/other.json');
    expect(folder.intake.listRejected().map(({ storedName }) => storedName)).toEqual(['bad.json']);
    const [item] = folder.intake.listRejected();
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: '' };
    expect(await folder.intake.discardRejected(action)).toMatchObject({ ok: true });
    expect(folder.intake.listRejected()).toEqual([]);
    expect(folder.names('rejected')).toEqual(['other.json']);
  });

  it('whose rejected is a link of the POS gets none, and goes on', async () => {
    const elsewhere = openTempFolder();
    chmodSync(elsewhere, 0o777);
    const path = sharedDrop(POS_UID);
    asPos(path, `ln -s ${elsewhere} rejected; ln -s ${elsewhere} archive; ln -s ${elsewhere} tmp`);
    start(path);
    drop('bad.json', BROKEN);
    await rejected(1);
    drop('1.json', sale(1));
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    await archivedInShare(1);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('withdraws a rejection when the file is completed in the data folder, through the handle of its writer', async () => {
    start(sharedDrop(POS_UID));
    const content = sale(1);
    const path = join(folder.path, '1.json');
    const writer = openSync(path, 'w');
    chownSync(path, POS_UID, POS_GID);
    writeSync(writer, content.slice(0, 60));
    await waitFor('it waits', () => folder.state().waitingFiles === 1);
    clock.advance(STALE_MS + RESCAN_MS);
    await rejected(1);
    writeSync(writer, content.slice(60));
    closeSync(writer);
    await waitFor('it is stored', () => {
      clock.advance(RESCAN_MS);
      return folder.outbox.stored().length === 1;
    });
  });

  it('keeps what was rejected before it changed hands, both ways', async () => {
    const path = sharedDrop(0);
    start(path);
    folder.drop('own.json', BROKEN);
    await rejected(1);
    const { dataDir } = folder;
    await folder.intake.stop();
    chownSync(path, POS_UID, POS_GID);
    start(path, dataDir);
    drop('theirs.json', BROKEN);
    await rejected(2);
    await waitFor('both lie in the data folder', () => readdirSync(join(share(), 'rejected')).length === 2);
    await folder.intake.stop();
    execFileSync('/bin/sh', [
      '-c',
      String(folder.state().problems[0]?.values['command'] ?? `chown 0 ${path}`),
    ]);
    chownSync(path, 0, POS_GID);
    start(path, dataDir);
    await rejected(2);
    expect(folder.intake.listRejected().map(({ file, problem }) => [file, problem.code])).toEqual([
      ['own.json', 'format.broken'],
      ['theirs.json', 'format.broken'],
    ]);
    expect(readdirSync(join(share(), 'rejected'))).toEqual([]);
  });

  it('is not made sticky, and a folder that the POS makes of tmp is watched', async () => {
    const path = sharedDrop(POS_UID);
    asPos(path, 'mkdir tmp');
    start(path);
    await folder.lookAgain();
    asPos(folder.path, `printf '%s\n' '${sale(1)}' > tmp/1.ndjson`);
    await folder.lookAgain();
    asPos(folder.path, 'mv tmp/1.ndjson 1.ndjson');
    await waitFor('it is stored', () => folder.outbox.stored().length === 1);
    expect(folder.outbox.files()[0]?.file.closed).toBe(true);
    expect(existsSync(join(path, 'archive'))).toBe(false);
  });
});
