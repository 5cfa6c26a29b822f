import { appendFileSync, openSync, closeSync, writeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../support/wait-for.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { leaveFolders, RESCAN_MS, sale, STALE_MS, startOnFakeClock, type TillFolder } from './till-folder.ts';

let folder: TillFolder;
let clock: FakeClock;

function start(path = tempFolder(), dataDir = tempFolder()): void {
  ({ folder, clock } = startOnFakeClock({ path, dataDir, maxFileBytes: 100_000 }));
}

afterEach(() => leaveFolders());

/** So much of a receipt names it: its `extId` comes last but two. */
const NAMED = sale(1).indexOf('"positions"');
const broken = '{"amount": nonsense}';

async function reject(name: string, content: string): Promise<void> {
  folder.drop(name, content);
  await waitFor(`${name} is rejected`, () => folder.names('rejected').length >= 2);
}

async function rejectUnfinished(name: string, content: string): Promise<void> {
  folder.write(name, content);
  await waitFor('it waits', () => folder.state().waitingFiles === 1);
  clock.advance(STALE_MS + RESCAN_MS);
  await waitFor('it is rejected', () => folder.names('rejected').length === 2);
}

describe('a rejected file', () => {
  it('keeps its bytes and has the reason of its format beside it', async () => {
    start();
    await reject('bad.json', broken);
    expect(folder.text('rejected/bad.json')).toBe(broken);
    const reason: unknown = JSON.parse(folder.text('rejected/bad.json.error.json'));
    expect(reason).toMatchObject({
      code: 'format.broken',
      where: 'line 1, column 12',
      what: 'what format.broken',
      file: 'bad.json',
      storedName: 'bad.json',
      sizeBytes: broken.length,
    });
    expect(folder.tellings('file.rejected')).toEqual([
      { folder: folder.path, file: 'bad.json', code: 'format.broken', storedAs: 'bad.json' },
    ]);
  });

  it('does not replace an earlier one of the same name', async () => {
    start();
    await reject('bad.json', broken);
    folder.drop('bad.json', `${broken} again`);
    await waitFor('both lie there', () => folder.names('rejected').length === 4);
    expect(folder.names('rejected')).toEqual([
      'bad.json',
      'bad.json.error.json',
      'bad~2.json',
      'bad~2.json.error.json',
    ]);
  });

  it('that is called like a reason is not taken for one', async () => {
    start();
    await reject('x.json.error.json', broken);
    expect(folder.intake.listRejected().map(({ file, storedName }) => [file, storedName])).toEqual([
      ['x.json.error.json', 'x.json.error~2.json'],
    ]);
  });

  it('of a long name has a reason of a short name', async () => {
    start();
    const name = `${'n'.repeat(245)}.json`;
    await reject(name, broken);
    const [item] = folder.intake.listRejected();
    expect(item).toMatchObject({ file: name, storedName: name, problem: { code: 'format.broken' } });
    expect(folder.names('rejected').filter((each) => each.endsWith('.error.json'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}\.error\.json$/),
    ]);
  });

  it('that is too large was never opened', async () => {
    start();
    folder.drop('large.json', 'x'.repeat(100_001));
    await waitFor('it waits', () => folder.state().waitingFiles === 1);
    clock.advance(RESCAN_MS);
    await waitFor('it is rejected', () => folder.names('rejected').length === 2);
    expect(JSON.parse(folder.text('rejected/large.json.error.json'))).toMatchObject({
      code: 'file.tooLarge',
      sha256: '',
      values: { sizeBytes: 100_001, limitBytes: 100_000 },
    });
  });

  it('is listed with its own reason whatever stands beside it, and without one when nothing is remembered', async () => {
    start();
    await reject('bad.json', broken);
    const reason = JSON.stringify({ code: 'file.stale', file: '../../x', storedName: '../x' });
    writeFileSync(join(folder.path, 'rejected/bad.json.error.json'), reason);
    writeFileSync(join(folder.path, 'rejected/alone.json'), broken);
    writeFileSync(join(folder.path, 'rejected/alone.json.error.json'), reason);
    writeFileSync(join(folder.path, 'rejected/orphan.json.error.json'), '{}');
    expect(folder.intake.listRejected().map(({ file, problem }) => [file, problem.code])).toEqual([
      ['alone.json', 'file.unexplained'],
      ['bad.json', 'format.broken'],
    ]);
  });
});

describe('a rejection is withdrawn', () => {
  it('when the file grows where it lies and is complete then', async () => {
    start();
    const content = sale(1);
    const path = join(folder.path, '1.json');
    const writer = openSync(path, 'w');
    writeSync(writer, content.slice(0, 50));
    await waitFor('it waits', () => folder.state().waitingFiles === 1);
    clock.advance(STALE_MS + RESCAN_MS);
    await waitFor('it is rejected', () => folder.names('rejected').length === 2);
    writeSync(writer, content.slice(50));
    closeSync(writer);
    clock.advance(RESCAN_MS);
    await waitFor('it is taken', () => folder.names('rejected').length === 0);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
    expect(folder.archived()).toHaveLength(1);
    expect(folder.tellings('file.rejectionEnded')).toMatchObject([{ file: '1.json', because: 'completed' }]);
  });

  it('also when it grows while the agent is down', async () => {
    start();
    const { path, dataDir } = folder;
    const content = sale(1);
    await rejectUnfinished('1.json', content.slice(0, 50));
    await folder.intake.stop();
    appendFileSync(join(path, 'rejected/1.json'), content.slice(50));
    start(path, dataDir);
    clock.advance(RESCAN_MS);
    await waitFor('it is taken', () => folder.names('rejected').length === 0);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
  });

  it('when the whole file is dropped again under its name', async () => {
    start();
    const content = sale(1);
    await rejectUnfinished('1.json', content.slice(0, NAMED));
    folder.drop('1.json', content);
    await waitFor('the rejection is gone', () => folder.names('rejected').length === 0);
    expect(folder.outbox.labels()).toEqual(['S1-K1-1']);
    const kept = folder.archived().map((below) => folder.text(below));
    expect(kept.sort()).toEqual([content, content.slice(0, NAMED)].sort());
  });

  it.each([
    ['another document of the same name', sale(1).slice(0, NAMED), `[${sale(2)}]`],
    ['the next receipt, which begins as the fragment does', sale(1).slice(0, 50), sale(2)],
    ['a receipt that the fragment does not name yet', sale(1).slice(0, 50), sale(1)],
    [
      'the receipt that the fragment names without the one it had begun',
      `[${sale(1)},{"amount"`,
      `[${sale(1)},{"amount":${sale(2).slice('{"amount":'.length)}]`,
    ],
  ])('but not when %s is dropped', async (_what, fragment, content) => {
    start();
    await rejectUnfinished('1.json', fragment);
    folder.drop('1.json', content);
    await folder.whenArchived(1);
    expect(folder.names('rejected')).toEqual(['1.json', '1.json.error.json']);
  });

  it('but not when it is rewritten where it lies: the fragment would be forgotten', async () => {
    start();
    await rejectUnfinished('1.json', sale(1).slice(0, 50));
    writeFileSync(join(folder.path, 'rejected/1.json'), `[${sale(2)}]`);
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual(['1.json', '1.json.error.json']);
    expect(folder.outbox.files()).toEqual([]);
  });

  it('not while it grows without becoming whole', async () => {
    start();
    await rejectUnfinished('1.json', '{');
    appendFileSync(join(folder.path, 'rejected/1.json'), ' "amount"');
    clock.advance(RESCAN_MS);
    await folder.lookAgain();
    expect(folder.names('rejected')).toEqual(['1.json', '1.json.error.json']);
    expect(folder.outbox.files()).toEqual([]);
  });
});

describe('a person', () => {
  it('retries a file that was mended, and it is taken', async () => {
    start();
    await reject('bad.json', broken);
    writeFileSync(join(folder.path, 'rejected/bad.json'), sale(5));
    const [item] = folder.intake.listRejected();
    const result = await folder.intake.retryRejected({
      id: item?.id ?? '',
      version: item?.version ?? '',
      reason: 'mended',
    });
    expect(result).toEqual({ ok: true, value: undefined });
    expect(folder.outbox.labels()).toEqual(['S1-K1-5']);
    expect(folder.names('rejected')).toEqual([]);
    expect(folder.tellings('file.rejectionEnded')).toMatchObject([{ because: 'mended' }]);
  });

  it('retries in vain and gets the reason, which is a new version', async () => {
    start();
    await reject('bad.json', broken);
    const [item] = folder.intake.listRejected();
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: '' };
    writeFileSync(join(folder.path, 'rejected/bad.json'), '{"amount": 1');
    const [grown] = folder.intake.listRejected();
    expect(await folder.intake.retryRejected(action)).toEqual({ ok: false, error: { kind: 'stale' } });
    const again = await folder.intake.retryRejected({ ...action, version: grown?.version ?? '' });
    expect(again).toMatchObject({
      ok: false,
      error: { kind: 'refused', problem: { code: 'file.incomplete' } },
    });
    expect(folder.intake.listRejected()).toMatchObject([
      { id: action.id, problem: { code: 'file.incomplete' } },
    ]);
    expect(folder.intake.listRejected()[0]?.version).not.toBe(grown?.version);
  });

  it('discards a file, and its bytes stay in the archive', async () => {
    start();
    await reject('bad.json', broken);
    const [item] = folder.intake.listRejected();
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: 'a test file' };
    expect(await folder.intake.discardRejected({ ...action, version: 'other' })).toMatchObject({
      error: { kind: 'stale' },
    });
    expect(await folder.intake.discardRejected(action)).toEqual({ ok: true, value: undefined });
    expect(folder.names('rejected')).toEqual([]);
    expect(folder.archived()).toMatchObject([expect.stringMatching(/\/discarded$/)]);
    expect(folder.text(join(folder.archived()[0] ?? '', 'bad.json'))).toBe(broken);
    expect(folder.outbox.files()).toEqual([]);
    expect(await folder.intake.discardRejected(action)).toMatchObject({ error: { kind: 'unknown' } });
  });
});

describe('a disk or an outbox that refuses', () => {
  it('makes an action fail with the reason, and the file stays rejected', async () => {
    start();
    await reject('bad.json', broken);
    writeFileSync(join(folder.path, 'rejected/bad.json'), sale(5));
    const [item] = folder.intake.listRejected();
    folder.outbox.beforeTake = () => {
      throw new Error('locked');
    };
    const action = { id: item?.id ?? '', version: item?.version ?? '', reason: '' };
    expect(await folder.intake.retryRejected(action)).toMatchObject({
      error: { kind: 'refused', problem: { code: 'folder.notStored' } },
    });
    expect(folder.names('rejected')).toEqual(['bad.json', 'bad.json.error.json']);
    folder.outbox.beforeTake = undefined;
    expect(await folder.intake.retryRejected(action)).toMatchObject({ ok: true });
  });
});
