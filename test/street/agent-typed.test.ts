import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath } from '../../src-main/outbox/open.ts';
import { waitFor } from '../support/wait-for.ts';
import { sale } from './agent-goods.ts';
import { leaveStreets, openStreet, type Street } from './agent-street.ts';

afterEach(leaveStreets);

type Answer = Awaited<ReturnType<ReturnType<Street['agent']>['operations']['send-one']>>;

function sendOne(street: Street, text: string, name = 'my receipt.json'): Promise<Answer> {
  return street.agent().operations['send-one']({ name, text });
}

function archived({ drop }: Street): string[] {
  const days = readdirSync(join(drop, 'archive')).filter((day) => /^\d/.test(day));
  return days.flatMap((day) => readdirSync(join(drop, 'archive', day)).map((name) => join(day, name)));
}

function removeDatabase({ dataDir }: Street): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(databasePath(dataDir) + suffix, { force: true });
}

describe('a receipt that was sent by hand', () => {
  it('lies in the archive byte for byte, a second text of the same bytes beside it', async () => {
    const street = await openStreet();
    await street.start();
    const text = `${JSON.stringify(sale('T-1').body)}\n`;
    expect(await sendOne(street, text)).toMatchObject({ ok: true, value: { outcome: 'delivered' } });
    expect(await sendOne(street, text)).toMatchObject({ ok: true, value: { outcome: 'duplicate' } });
    const files = archived(street).sort();
    expect(files.map((name) => name.slice(11))).toEqual([
      expect.stringMatching(/^send-one-[0-9a-f]{16}\.json$/),
      expect.stringMatching(/^send-one-[0-9a-f]{16}~2\.json$/),
    ]);
    for (const name of files) expect(readFileSync(join(street.drop, 'archive', name), 'utf8')).toBe(text);
    const shown = await street.agent().operations['receipts.show']({ label: 'T-1' });
    expect(shown.ok && shown.value.stories[0]?.file).toMatchObject({
      folder: street.drop,
      storedAs: join('archive', files[0] ?? ''),
    });
  });

  it('is sent after the database was lost before HEADO had it, whatever format the folder is set to', async () => {
    const street = await openStreet();
    const folders = [{ path: street.drop, format: 'ofd-json' }];
    street.configure({ drop: { folders } });
    await street.start();
    await street.heado.close();
    const text = JSON.stringify(sale('T-1').body);
    expect(await sendOne(street, text)).toMatchObject({ ok: true, value: { outcome: 'waiting' } });
    await street.stop();
    removeDatabase(street);
    await street.heado.reopen();
    await street.start();
    await waitFor('HEADO has it', () => street.registered().length === 1);
    await street.settled();
    expect(street.registered()).toEqual([expect.objectContaining({ extId: 'T-1' })]);
  });

  it('is refused with the reason while the drop folder is missing, and nothing of it is kept', async () => {
    const street = await openStreet();
    await street.open();
    renameSync(street.drop, join(street.root, 'elsewhere'));
    const answer = await sendOne(street, JSON.stringify(sale('T-1').body));
    expect(answer).toMatchObject({ ok: false, error: { code: 'folder.missing' } });
    expect(street.status().outbox).toMatchObject({ waiting: 0, delivered: 0 });
    expect(street.registered()).toEqual([]);
  });
});
