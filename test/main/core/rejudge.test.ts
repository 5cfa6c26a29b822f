import { afterEach, describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import type { Agent } from '../../../src-main/core/agent.ts';
import { createHeldRejudger } from '../../../src-main/core/operations/rejudge-held.ts';
import type { NewShelfItem } from '../../../src-main/outbox/port.ts';
import { DAY_MS, earlier, returned, sale } from '../../street/agent-goods.ts';
import { leaveStreets, openStreet, readJournal } from '../../street/agent-street.ts';
import { waitFor } from '../../support/wait-for.ts';

afterEach(leaveStreets);

const file = {
  ...{ folder: '/drop', name: 'x.json', storedAs: '', format: 'heado-json', sha256: '', sizeBytes: 1 },
  ...{ device: 1, inode: 1, mtimeMs: 1, closed: true },
};

/** Puts records on the shelf as if they had been held when they were read. */
function shelve({ store }: Agent, items: readonly Partial<NewShelfItem>[]): void {
  const usual = { at: '', label: '', raw: '', problem: problem('receipt.timeAhead'), held: true };
  store.opened.outbox.take([{ file, entries: [], shelf: items.map((item) => ({ ...usual, ...item })) }]);
}

const raw = (body: unknown): string => JSON.stringify(body);
const future = sale('F-1', { atMs: earlier() + DAY_MS }).body;

/** Judges everything that is held; asked twice, as when clock and settings change at once. */
async function judgeHeld({ store }: Agent): Promise<void> {
  const rejudger = createHeldRejudger(store);
  rejudger.wake();
  rejudger.wake();
  await new Promise((resolve) => setImmediate(resolve));
  await rejudger.stop();
}

function open({ store }: Agent): [label: string, code: string, version: number, held: boolean][] {
  const rows = store.opened.outbox.reading.shelf({ open: true, limit: 100 });
  return rows.map(({ label, problem: found, version, held }) => {
    const code = String(Reflect.get(Object(JSON.parse(found)), 'code'));
    return [label, code, version, held];
  });
}

const waiting = ({ store }: Agent): string[] =>
  store.opened.outbox.reading.list({ state: 'waiting', limit: 100 }).map(({ label }) => label);

describe('records that are held', () => {
  it('keep their version while they wait for the same reason', async () => {
    const street = await openStreet();
    const agent = await street.open();
    shelve(agent, [{ label: 'F-1', raw: raw(future) }]);
    await judgeHeld(agent);
    expect(open(agent)).toEqual([['F-1', 'receipt.timeAhead', 1, true]]);
  });

  it('get their new reason where it is another one, and wait for a person where it is final', async () => {
    const street = await openStreet();
    const agent = await street.open();
    const old = sale('F-2', { atMs: earlier() - 500 * DAY_MS }).body;
    shelve(agent, [
      { at: '[0]', label: 'F-2', raw: raw(old) },
      { at: '[1]', label: 'F-3', raw: raw({ ...sale('F-3').body, amount: 1 }) },
      { at: '[2]', label: 'F-4', raw: '{"torn' },
    ]);
    await judgeHeld(agent);
    expect(open(agent).reverse()).toEqual([
      ['F-2', 'receipt.timeTooOld', 2, true],
      ['F-3', 'receipt.sumMismatch', 2, false],
      ['F-4', 'format.incomplete', 2, false],
    ]);
  });

  it('become entries at their own place once nothing speaks against them, and the journal says so', async () => {
    const street = await openStreet();
    const agent = await street.open();
    shelve(agent, [
      { at: '[0]', label: 'G-1', raw: raw(sale('G-1').body) },
      { at: 'line 7', label: 'G-2', raw: raw(returned('G-2').body) },
    ]);
    await judgeHeld(agent);
    expect(open(agent)).toEqual([]);
    expect(waiting(agent)).toEqual(['G-2', 'G-1']);
    const [second] = agent.store.opened.outbox.reading.byLabel('G-2');
    expect(second?.at).toBe('line 7');
    expect(agent.status().counters['duplicates'] ?? 0).toBe(0);
    await street.stop();
    const events = readJournal(street.dataDir).map(({ event }) => event);
    expect(events.filter((event) => event === 'record.released')).toHaveLength(2);
    expect(events).not.toContain('record.held');
  });

  it('keep the original of their file until their receipts are settled, however short the archive is', async () => {
    const street = await openStreet();
    const agent = await street.open();
    const { outbox } = agent.store.opened;
    const held = { at: '[0]', label: 'K-1', raw: raw(sale('K-1').body), held: true };
    const item = { ...held, problem: problem('receipt.timeAhead') };
    outbox.take([{ file: { ...file, storedAs: 'archive/2026-11-22/x.json' }, entries: [], shelf: [item] }]);
    await judgeHeld(agent);
    expect(waiting(agent)).toEqual(['K-1']);
    const inADay = Date.now() + DAY_MS;
    const soon = { untilMs: inADay, atMs: inADay };
    expect(outbox.pruner.prunableFiles(soon, 10)).toEqual([]);
    const batch = outbox.nextBatch({ lane: 'receipts', limit: 1, bytesMax: 1_000_000 });
    expect(outbox.pruner.prunableFiles(soon, 10)).toEqual([]);
    outbox.settle(batch?.id ?? '', { verdict: 'accepted', counted: 1 });
    expect(outbox.pruner.prunableFiles(soon, 10)).toMatchObject([{ storedAs: 'archive/2026-11-22/x.json' }]);
  });

  it('that are known meanwhile leave the shelf as repetitions', async () => {
    const street = await openStreet();
    const agent = await street.open();
    shelve(agent, [{ at: '[0]', label: 'H-1', raw: raw(sale('H-1').body) }]);
    await judgeHeld(agent);
    shelve(agent, [{ at: '[1]', label: 'H-1', raw: raw(sale('H-1').body) }]);
    await judgeHeld(agent);
    expect(open(agent)).toEqual([]);
    expect(waiting(agent)).toEqual(['H-1']);
    expect(agent.status().counters['duplicates']).toBe(1);
  });

  it('that contradict what is known wait for a person with both sides in the reason', async () => {
    const street = await openStreet();
    const agent = await street.open();
    shelve(agent, [{ at: '[0]', label: 'C-1', raw: raw(sale('C-1').body) }]);
    await judgeHeld(agent);
    shelve(agent, [{ at: '[1]', label: 'C-1', raw: raw(sale('C-1', { kopecks: [1] }).body) }]);
    await judgeHeld(agent);
    expect(open(agent)).toEqual([['C-1', 'outbox.conflict', 2, false]]);
    const listed = await agent.operations['quarantine.list']({ limit: 10 });
    const row = listed.ok ? listed.value.rows[0] : undefined;
    expect(row?.problem.values).toMatchObject({ extId: 'C-1', known: expect.any(String) as unknown });
    const action = { id: row?.id ?? '', version: row?.version ?? '', reason: '' };
    const retried = await agent.operations['quarantine.retry'](action);
    expect(retried.ok && retried.value.still).toEqual(row?.problem);
    expect(open(agent)).toHaveLength(1);
  });

  it('have their turn however many wait before them, and keep their version', async () => {
    const street = await openStreet();
    const agent = await street.open();
    const waitingOnes = Array.from({ length: 5_001 }, (_, index) => ({
      ...{ at: `[${index}]`, label: `F-${index}`, raw: raw(future) },
    }));
    shelve(agent, [...waitingOnes, { at: 'last', label: 'L-1', raw: raw(sale('L-1').body) }]);
    const rejudger = createHeldRejudger(agent.store);
    rejudger.wake();
    await waitFor('the last one is free', () => waiting(agent).length === 1);
    await rejudger.stop();
    const { outbox } = agent.store.opened;
    expect(waiting(agent)).toEqual(['L-1']);
    const versions = outbox.reading.shelf({ open: true, limit: 10_000 }).map(({ version }) => version);
    expect([versions.length, new Set(versions)]).toEqual([5_001, new Set([1])]);
  });

  it('are left alone by a run that was stopped', async () => {
    const street = await openStreet();
    const agent = await street.open();
    shelve(agent, [{ label: 'S-1', raw: raw(sale('S-1').body) }]);
    const rejudger = createHeldRejudger(agent.store);
    await rejudger.stop();
    rejudger.wake();
    await rejudger.stop();
    expect(open(agent)).toHaveLength(1);
  });
});
