import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src-main/contract/figures.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { localText, openZone } from '../../../src-main/base/zone.ts';
import { fingerprint } from '../../../src-main/heado/endpoint.ts';
import { returned, sale, shiftEvent } from '../../street/agent-goods.ts';
import { putFile } from '../../street/agent-street.ts';
import type { SimulatorOptions } from '../../simulator/simulator-options.ts';
import { waitFor } from '../../support/wait-for.ts';
import { lay, settingsIn, startRun, type Laid, type Run, type Screen } from '../service/run-ui.ts';

/** Reports follow one another quickly, so that a test sees a receipt settled. */
const QUICK = { reports: { intervalMs: 5_000, ids: ['metrics', 'bysellers'] } };

/** A zone in which it is about noon: no test of a day's figures meets the end of the day. */
const ZONE = noonZone(new Date().getUTCHours());

function noonZone(utcHour: number): string {
  const ahead = 12 - utcHour;
  // The names have the sign of POSIX: ahead of Greenwich is minus.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

function layAtNoon(options: SimulatorOptions = {}): Promise<Laid> {
  return lay({ timeZone: ZONE, ...options });
}

/** A shift's beginning or end, with the moment for any zone. */
const shift = (name: 'shift/start' | 'shift/stop', atMs: number): object => ({
  ...shiftEvent(name, atMs),
  ts: new Date(atMs).toISOString().replace('.000Z', '+00:00'),
});

/** Receipts of right now: the day of the tests may be some seconds old. */
const now = (): { readonly atMs: number } => ({ atMs: Math.floor(Date.now() / 1_000) * 1_000 });

function incomeOf({ day }: Snapshot): Figure | undefined {
  return day.figures.find(({ role }) => role === 'income');
}

async function openTill(
  change: Parameters<Laid['configure']>[0] = {},
): Promise<{ till: Laid; run: Run; screen: Screen }> {
  const till = await layAtNoon();
  till.configure({ ...QUICK, ...change });
  const run = await startRun(till);
  await run.ready();
  const screen = await run.look(['metrics', 'bysellers']);
  await screen.see('the first report', (seen) => seen.day.state === 'ready');
  return { till, run, screen };
}

describe('a receipt that is dropped', () => {
  it('moves the figure at once, marked as approximate, and is settled by the next report', async () => {
    const { till, screen } = await openTill();
    putFile(till.drop, '1.json', sale('A-1', { ...now(), kopecks: [50_000], cashier: 'Орлова Ирина' }).body);
    const first = await screen.see('the receipt', ({ lastReceipt }) => lastReceipt !== null);
    expect(first).toMatchObject({
      seller: 'Орлова Ирина',
      lastReceipt: { amount: 500, bestOfDay: false },
      stage: 'working',
      link: 'ok',
    });
    const pending = await screen.see('≈', (seen) => incomeOf(seen)?.fact === 500);
    expect(incomeOf(pending)).toMatchObject({ confirmed: 0, approximate: true });
    const settled = await screen.see('its report', (seen) => incomeOf(seen)?.confirmed === 500);
    expect(incomeOf(settled)).toMatchObject({ fact: 500, approximate: false });
    expect(settled.queue).toMatchObject({ waiting: 0, oldestAtMs: null, late: false, quarantined: 0 });
    const sellers = await screen.see('the sellers', ({ day }) => (day.sellers?.rows.length ?? 0) > 0);
    expect(sellers.day.sellers?.rows[0]).toMatchObject({ name: 'Орлова Ирина', own: true, place: 1 });
  });

  it('is never counted twice, whatever order posts and reports come in', async () => {
    const { till, screen } = await openTill();
    for (let count = 1; count <= 20; count += 1) {
      putFile(till.drop, `${count}.json`, sale(`B-${count}`, { ...now(), kopecks: [10_000] }).body);
      await waitFor('it is registered', () => till.heado.registered() === count);
    }
    await screen.see('all of them', (seen) => incomeOf(seen)?.confirmed === 2_000);
    const facts = screen.snapshots().flatMap((seen) => incomeOf(seen)?.fact ?? []);
    expect(Math.max(...facts)).toBe(2_000);
  });

  it('that is a return takes the figure back', async () => {
    const { till, screen } = await openTill();
    putFile(till.drop, '1.json', sale('C-1', { ...now(), kopecks: [50_000] }).body);
    await screen.see('the sale', (seen) => incomeOf(seen)?.fact === 500);
    putFile(till.drop, '2.json', returned('C-1', { ...now(), kopecks: [20_000], docId: 'R-1' }).body);
    const back = await screen.see('the return', (seen) => incomeOf(seen)?.fact === 300);
    expect(back.lastReceipt?.amount).toBe(-200);
  });

  it('that HEADO refuses is no longer counted, and a person is told', async () => {
    const { till, screen } = await openTill();
    till.heado.behave({
      act: { name: 'rpcError', code: -32602, message: 'no' },
      method: 'purchaseRegisterBatch',
      when: ({ params }) => JSON.stringify(params).includes('"D-1"'),
      times: 'forever',
    });
    putFile(till.drop, '1.json', sale('D-1', { ...now(), kopecks: [50_000] }).body);
    const waiting = await screen.see('one more try', ({ notices }) =>
      notices.some(({ code }) => code === 'status.ejected'),
    );
    expect(waiting.notices).toMatchObject([{ severity: 'warning', code: 'status.ejected' }]);
    await screen.see('not counted', (seen) => incomeOf(seen)?.fact === 0);
    putFile(till.drop, '2.json', sale('D-2', { ...now(), kopecks: [20_000] }).body);
    const refused = await screen.see('the quarantine', ({ queue }) => queue.quarantined === 1);
    expect(refused.notices).toMatchObject([
      { kind: 'quarantine', severity: 'warning', code: 'status.quarantine' },
    ]);
    expect(refused.link).toBe('ok');
    const last = await screen.see(
      'the figure',
      (seen) => seen.queue.quarantined === 1 && incomeOf(seen)?.confirmed === 200,
    );
    expect(incomeOf(last)).toMatchObject({ fact: 200, approximate: false });
  });
});

describe('a screen that is opened later', () => {
  it('shows what is on its way since before it was there', async () => {
    const { till, run, screen } = await openTill();
    screen.close();
    await waitFor('nobody looks', () => till.heado.calls.length > 0);
    till.heado.behave({ act: 'resetBeforeCommit', times: 'forever' });
    putFile(till.drop, '1.json', sale('E-1', { ...now(), kopecks: [50_000] }).body);
    await waitFor('it was posted', () =>
      till.heado.calls.some(({ method }) => method === 'purchaseRegisterBatch'),
    );
    const later = await run.look();
    const seen = await later.see('the receipt', ({ queue }) => queue.waiting === 1);
    expect(seen).toMatchObject({ lastReceipt: { amount: 500 }, queue: { late: false } });
    expect(seen.queue.oldestAtMs).not.toBeNull();
    till.heado.heal();
    const settled = await later.see('its report', (each) => incomeOf(each)?.confirmed === 500);
    expect(incomeOf(settled)).toMatchObject({ fact: 500, approximate: false });
    const facts = later.snapshots().flatMap((each) => incomeOf(each)?.fact ?? []);
    expect(Math.max(...facts)).toBe(500);
  });

  it('that nobody can see gets nothing until it can be seen again', async () => {
    const { till, screen } = await openTill();
    await screen.show({ visible: false, reports: [] });
    const before = screen.snapshots().length;
    const callsBefore = till.heado.calls.filter(({ method }) => method === 'reports').length;
    putFile(till.drop, '1.json', sale('F-1', now()).body);
    await waitFor('it is registered', () => till.heado.registered() === 1);
    expect(screen.snapshots().length).toBeLessThanOrEqual(before + 1);
    expect(till.heado.calls.filter(({ method }) => method === 'reports').length).toBeLessThanOrEqual(
      callsBefore + 1,
    );
    await screen.show({ visible: true, reports: ['metrics'] });
    await screen.see('the receipt', ({ lastReceipt }) => lastReceipt !== null);
  });
});

describe('when something is wrong', () => {
  it('a server that is away is told as such, the figure goes on, and all comes right by itself', async () => {
    const { till, screen } = await openTill();
    await till.heado.close();
    putFile(till.drop, '1.json', sale('G-1', { ...now(), kopecks: [50_000] }).body);
    putFile(till.drop, '2.json', sale('G-2', { ...now(), kopecks: [30_000] }).body);
    const away = await screen.see('offline', ({ link, queue }) => link === 'offline' && queue.waiting === 2);
    expect(incomeOf(away)).toMatchObject({ fact: 800, confirmed: 0, approximate: true });
    expect(away.notices).toEqual([]);
    await till.heado.reopen();
    const back = await screen.see('both', (seen) => incomeOf(seen)?.confirmed === 800);
    expect(back).toMatchObject({ link: 'ok', queue: { waiting: 0 } });
    const facts = screen.snapshots().flatMap((seen) => incomeOf(seen)?.fact ?? []);
    expect(Math.max(...facts)).toBe(800);
  });

  it('a key that is refused needs a person, and receipts are stored meanwhile', async () => {
    const { till, screen } = await openTill();
    till.heado.setTerminal(till.heado.deviceKey, 'blocked');
    putFile(till.drop, '1.json', sale('H-1', now()).body);
    const refused = await screen.see('the refusal', ({ link }) => link === 'action');
    expect(refused.notices[0]).toMatchObject({
      kind: 'keyRefused',
      severity: 'error',
      code: 'api.keyRefused',
    });
    const stored = await screen.see('the receipt', ({ queue }) => queue.waiting === 1);
    expect(stored.notices[0]?.todo).not.toBe('');
  });

  it('a folder that is gone is told without its path', async () => {
    const till = await layAtNoon();
    const folder = join(till.root, 'till files');
    mkdirSync(folder);
    till.configure({ ...QUICK, drop: { folders: [{ path: folder }], rescanMs: 1_000 } });
    const run = await startRun(till);
    await run.ready();
    const screen = await run.look();
    await screen.see('the agent', ({ notices }) => notices.length === 0);
    rmSync(folder, { recursive: true });
    const gone = await screen.see('the loss', ({ notices }) =>
      notices.some(({ kind }) => kind === 'folderMissing'),
    );
    expect(gone.link).toBe('action');
    expect(gone.notices[0]?.what).toBe('The folder till files does not exist.');
  });

  it('a key that gets no figures is told so, while its receipts go on', async () => {
    const till = await layAtNoon();
    till.configure(QUICK);
    const act = { name: 'rpcError', code: -32800, message: 'fault' } as const;
    till.heado.behave({ act, method: 'reports', times: 'forever' });
    const run = await startRun(till);
    await run.ready();
    const screen = await run.look();
    const refused = await screen.see('the refusal', ({ figuresRefused }) => figuresRefused !== null);
    expect(refused).toMatchObject({ figuresRefused: 'key', day: { figures: [] } });
    putFile(till.drop, '1.json', sale('L-1', { ...now(), kopecks: [50_000] }).body);
    await waitFor('the receipt is registered', () => till.heado.registered() === 1);
    const told = await run.request('diagnostics', {});
    const text = told.ok ? told.value.text : '';
    const part = text.slice(text.indexOf('== reports'), text.indexOf('== lanes'));
    expect(part).toMatch(/"lastAskedAt": "\d{4}-/u);
    expect(part).toContain('"lastAnsweredAt": null');
    expect(part).toContain('"code": "api.keyRefused"');
    expect(part).toMatch(/"words": "-32800 .*fault"/u);
  });

  it('what HEADO gave last is shown at the next start, with its age', async () => {
    const { till, run, screen } = await openTill();
    putFile(till.drop, '1.json', sale('I-1', { ...now(), kopecks: [50_000] }).body);
    await screen.see('its report', (seen) => incomeOf(seen)?.confirmed === 500);
    await run.stop();
    await till.heado.close();
    const again = await startRun(till);
    const later = await again.look();
    const seen = await later.see('what is known', ({ stage }) => stage === 'working');
    expect(incomeOf(seen)).toMatchObject({ fact: 500, confirmed: 500, approximate: false });
    expect(seen.day.askedAtMs).not.toBeNull();
  });
});

describe('the end of a shift', () => {
  it('shows its card until it is put away, also after a restart', async () => {
    const { till, run, screen } = await openTill();
    const atMs = now().atMs;
    putFile(till.drop, '1.json', shift('shift/start', atMs - 60_000));
    putFile(till.drop, '2.json', sale('J-1', { atMs: atMs - 30_000, kopecks: [50_000, 10_000] }).body);
    putFile(till.drop, '3.json', sale('J-2', { atMs: atMs - 20_000, kopecks: [20_000] }).body);
    await screen.see('both receipts', (seen) => incomeOf(seen)?.fact === 800);
    putFile(till.drop, '4.json', shift('shift/stop', atMs));
    const closed = await screen.see(
      'the card, once HEADO has all of it',
      ({ shiftCard }) => shiftCard !== null && shiftCard.missing.length === 0,
    );
    expect(closed.shiftCard).toMatchObject({
      closedAtMs: atMs,
      income: 800,
      receipts: 2,
      average: 400,
      itemsPerReceipt: 1.5,
      missing: [],
    });
    expect(closed.queue.missing).toEqual([]);
    const id = closed.shiftCard?.id ?? '';
    expect(await run.request('putAwayShiftCard', { id })).toEqual({ ok: true, value: {} });
    const later = await run.look();
    await later.see('a snapshot', () => true);
    expect(later.snapshots()[0]?.shiftCard).toBeNull();
    await run.stop();
    const again = await startRun(till);
    const screenAgain = await again.look();
    await screenAgain.see('the agent', ({ stage }) => stage === 'working');
    expect(screenAgain.snapshots().every(({ shiftCard }) => shiftCard === null)).toBe(true);
  });
});

describe('a shift of which HEADO lacks something', () => {
  it('is told with numbers and sums: what it refused, what is held, what nobody could take', async () => {
    const { till, screen } = await openTill();
    const refused = (receipt: unknown): boolean => Reflect.get(Object(receipt), 'extId') === 'K-2';
    till.heado.behave({ act: { name: 'refuseReceipt', when: refused } });
    const atMs = now().atMs;
    const soldAt = (ms: number, kopecks: number[]) => ({ atMs: ms, kopecks });
    putFile(till.drop, '1.json', shift('shift/start', atMs - 60_000));
    putFile(till.drop, '2.json', sale('K-1', soldAt(atMs - 30_000, [50_000])).body);
    putFile(till.drop, '3.json', sale('K-2', soldAt(atMs - 20_000, [70_000])).body);
    putFile(till.drop, '4.json', sale('K-3', soldAt(atMs + 3_600_000, [30_000])).body);
    putFile(till.drop, '5.json', { ...sale('K-4', soldAt(atMs, [20_000])).body, positions: [] });
    putFile(till.drop, '6.json', shift('shift/stop', atMs));
    const due = [
      { why: 'refused', count: 1, amount: 700 },
      { why: 'aside', count: 1, amount: 200 },
      { why: 'held', count: 1, amount: 300 },
    ];
    const closed = await screen.see(
      'the card',
      ({ shiftCard }) => JSON.stringify(shiftCard?.missing) === JSON.stringify(due),
    );
    expect(closed.shiftCard).toMatchObject({ income: 1_200, receipts: 2 });
    expect(closed.queue.missing).toEqual(due);
  });
});

describe('a day without a plan', () => {
  it("stands beside the same day of last week, by HEADO's own figure", async () => {
    const till = await layAtNoon();
    till.configure(QUICK);
    const run = await startRun(till);
    await run.ready();
    const weekAgo = { atMs: now().atMs - 7 * 86_400_000 };
    putFile(till.drop, '1.json', sale('W-1', { ...weekAgo, kopecks: [4_130_000] }).body);
    await waitFor('it is registered', () => till.heado.registered() === 1);
    const screen = await run.look();
    const seen = await screen.see('last week', (each) => typeof incomeOf(each)?.weekAgo === 'number');
    expect(incomeOf(seen)).toMatchObject({ fact: 0, plan: null, weekAgo: 41_300 });
    expect(seen.month.figures.every((figure) => figure.weekAgo === null)).toBe(true);
  });
});

describe('a plan that is reached', () => {
  it("is said once, by HEADO's own figure, and not again after a restart", async () => {
    const [year, month, day] = localText(Date.now(), openZone(ZONE)).slice(0, 10).split('-').map(Number);
    const plans = [
      { metric: 'income', plan: 400, year: year ?? 0, month: month ?? 0, day: day ?? 0 },
    ] as const;
    const till = await layAtNoon({ plans });
    till.configure(QUICK);
    const run = await startRun(till);
    await run.ready();
    const screen = await run.look();
    await screen.see('the plan', (seen) => incomeOf(seen)?.plan === 400);
    putFile(till.drop, '1.json', sale('L-1', { ...now(), kopecks: [50_000] }).body);
    const said = await screen.see('the badge', ({ achievement }) => achievement !== null);
    expect(incomeOf(said)).toMatchObject({ confirmed: 500, reached: true });
    expect(said.achievement?.name).toBe('Выручка');
    const reloaded = await run.look();
    const seen = await reloaded.see('a later moment', ({ atMs }) => atMs > said.atMs);
    expect(seen.achievement).toEqual(said.achievement);
    await run.stop();
    const again = await startRun(till);
    await again.ready();
    const later = await again.look();
    await later.see('a report of this run', (seen) => (seen.day.askedAtMs ?? 0) > said.atMs);
    expect(later.snapshots().every(({ achievement }) => achievement === null)).toBe(true);
  });
});

describe('the look', () => {
  it('is kept in its own section of the file, shown at once, and costs the agent no restart', async () => {
    const { till, run, screen } = await openTill();
    expect(await run.request('changeLook', { mode: 'panel', hideMoney: true })).toEqual({
      ok: true,
      value: {},
    });
    const changed = await screen.see('the look', ({ look }) => look.mode === 'panel');
    expect(changed.look).toMatchObject({ hideMoney: true, locale: 'en' });
    const kept = settingsIn(till.configFile);
    expect(kept['widget']).toEqual({ locale: 'en', mode: 'panel', hideMoney: true });
    expect(kept['store']).toEqual({ timeZone: ZONE, storeExtId: 'S1', cashboxExtId: 'K1' });
  });

  it('is refused in words where its file cannot be read', async () => {
    const { till, run } = await openTill();
    writeFileSync(till.configFile, '{ half');
    expect(await run.request('changeLook', { mode: 'card' })).toMatchObject({
      ok: false,
      refusal: { what: 'The look of the screen cannot be kept (settings.syntax).' },
    });
    expect(readFileSync(till.configFile, 'utf8')).toBe('{ half');
  });
});

describe('the service view', () => {
  it('shows the quarantine, takes a decision once, and tells what it did not do', async () => {
    const { till, run, screen } = await openTill();
    putFile(till.drop, 'bad.json', [{ ...sale('K-1').body, amount: 1 }]);
    await screen.see('the quarantine', ({ queue }) => queue.quarantined === 1);
    const state = await run.request('serviceState', {});
    if (!state.ok) throw new Error('no state');
    expect(state.value).toMatchObject({
      host: new URL(till.heado.url).host,
      keyFingerprint: fingerprint(till.heado.deviceKey),
      queueTotal: 0,
      quarantineTotal: 1,
      folders: [{ name: 'drop', state: 'ready', problem: null }],
      formats: [{ id: 'heado-json', files: 1 }],
      quarantine: [
        { kind: 'record', label: 'K-1', problem: { code: 'receipt.sumMismatch' }, canRetry: true },
      ],
    });
    const [item] = state.value.quarantine;
    const { id, version } = item ?? { id: '', version: '' };
    expect(item?.excerpt).toContain('K-1');
    expect(await run.request('retry', { id, version })).toMatchObject({
      ok: false,
      refusal: { reason: 'refused' },
    });
    expect(await run.request('discard', { id, version: '99' })).toMatchObject({
      ok: false,
      refusal: { reason: 'refused' },
    });
    const now = await run.request('serviceState', {});
    const current = now.ok ? (now.value.quarantine[0]?.version ?? '') : '';
    expect(await run.request('discard', { id, version: current })).toEqual({ ok: true, value: {} });
    await screen.see(
      'an empty quarantine',
      ({ queue, notices }) => queue.quarantined === 0 && notices.length === 0,
    );
    const told = await run.request('diagnostics', {});
    expect(told.ok && told.value.name).toMatch(/^heado-till-\d{4}-\d\d-\d\d\.txt$/);
  });
});
