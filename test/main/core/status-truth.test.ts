/**
 * I10: the status equals the truth. Random histories of an outbox, and after every step the status beside what the
 * tables say, counted here in the plainest way: all rows, one by one.
 */
import { afterEach, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { createApiHealth } from '../../../src-main/core/api-health.ts';
import { createOldestMissing } from '../../../src-main/core/oldest-missing.ts';
import { buildStatus } from '../../../src-main/core/status.ts';
import type { StatusReport } from '../../../src-main/core/status-schema.ts';
import type { Batch, Lane, Outcast } from '../../../src-main/outbox/port.ts';
import type { LaneStatus } from '../../../src-main/sender/lane-status.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import { entry, file, rule, shelfItem, signal } from '../outbox/entries.ts';
import { behindItsBack, closeOutboxes, openFolder, type OutboxFolder } from '../outbox/outbox-folder.ts';

afterEach(() => closeOutboxes());

const STEPS = 120;
const LATE_MS = 15 * 60_000;
const ignore = (): void => undefined;
const because = problem('api.refused');

function statusOf({ outbox, clock, dataDir }: OutboxFolder): StatusReport {
  const counts = outbox.reading.counts();
  const idle: LaneStatus = {
    ...{ state: 'idle', sinceMs: 0, nextAttemptAtMs: undefined, because: undefined },
    ...{ lastSuccessAtMs: undefined, attempt: 0, pauseMs: 0 },
  };
  const facts = { missing: counts.missing, folders: [], rejectedSinceMs: undefined };
  return buildStatus({
    ...{ nowMs: clock.now(), zone: openZone('Europe/Moscow'), dataDir, pid: 1, startedAtMs: 0, host: 'h' },
    ...{ fingerprint: undefined, health: createApiHealth(clock, ignore, ignore), counts, sizeBytes: 1 },
    ...{ lanes: { receipts: idle, signals: idle }, oldest: createOldestMissing(clock)(facts, clock.now()) },
    ...{
      ballast: 'present',
      folders: [],
      rejectedFiles: 0,
      unsettled: [],
      freeBytes: 1,
      diskLow: false,
      lastErrors: [],
      dropped: 0,
    },
  });
}

interface Thing {
  readonly what: 'receipt' | 'signal';
  readonly state: string;
  readonly sinceMs: number;
}

/** Everything that HEADO lacks, as the tables have it. */
function truthOf({ dataDir }: OutboxFolder): Thing[] {
  return behindItsBack(dataDir, (database) => {
    const rows = (sql: string) => database.prepare(sql).all();
    const files = new Map(rows('SELECT * FROM files').map((row) => [row['id'], row]));
    const cameAt = (id: unknown): number => {
      const own = files.get(Number(id));
      return Number((files.get(Number(own?.['same_as'])) ?? own)?.['taken_at_ms']);
    };
    const flying = rows("SELECT members FROM batches WHERE state = 'open'").flatMap((row): unknown =>
      JSON.parse(String(row['members'])),
    );
    const entries = rows('SELECT * FROM entries').map((row): Thing => ({
      what: row['lane'] === 'signals' ? 'signal' : 'receipt',
      state: flying.flat().includes(row['seq']) ? 'inFlight' : String(row['state']),
      sinceMs: cameAt(row['file_id']),
    }));
    const shelf = rows("SELECT * FROM shelf WHERE state = 'open'").map((row): Thing => ({
      ...{ what: 'receipt', state: row['held'] === 1 ? 'held' : 'shelf', sinceMs: Number(row['since_ms']) },
    }));
    return [...entries, ...shelf];
  });
}

const LACKING = ['waiting', 'inFlight', 'slow', 'quarantined', 'unconfirmed', 'held', 'shelf'];

function check(folder: OutboxFolder, story: readonly string[]): void {
  const { outbox, problems } = statusOf(folder);
  const truth = truthOf(folder);
  const nowMs = folder.clock.now();
  const count = (...states: readonly string[]): number =>
    truth.filter(({ state }) => states.includes(state)).length;
  const since = (what: Thing['what']): number | undefined => {
    const all = truth.filter((each) => each.what === what && LACKING.includes(each.state));
    return all.length > 0 ? Math.min(...all.map(({ sinceMs }) => sinceMs)) : undefined;
  };
  const isLate = (what: Thing['what']): boolean => nowMs - (since(what) ?? nowMs) > LATE_MS;
  const told = new Set(problems.map(({ problem: { code } }) => code));
  const said = {
    ...outbox,
    missing: outbox.oldestMissing && Date.parse(outbox.oldestMissing.since),
    signal: outbox.oldestSignal && Date.parse(outbox.oldestSignal.since),
    toldLate: told.has('status.late'),
    toldSignal: told.has('status.signalLate'),
  };
  expect(said, story.join('\n')).toMatchObject({
    waiting: count('waiting'),
    inFlight: count('inFlight'),
    slow: count('slow'),
    unconfirmed: count('unconfirmed'),
    quarantined: count('quarantined', 'shelf'),
    held: count('held'),
    missing: since('receipt') ?? null,
    signal: since('signal') ?? null,
    late: isLate('receipt'),
    toldLate: isLate('receipt'),
    toldSignal: isLate('signal'),
  });
}

/** One step of an outbox's life; answers what it was. */
function live(folder: OutboxFolder, random: Random, step: number): string {
  const { outbox, clock } = folder;
  const lane = random.pick<Lane>(['receipts', 'receipts', 'signals', 'manual']);
  const act = random.pick([
    'take',
    'take',
    'settle',
    'settle',
    'shelve',
    'judge',
    'give up',
    'readmit',
    'wait',
  ]);
  const name = `${step}`;
  switch (act) {
    case 'take':
      outbox.take([file([lane === 'signals' ? signal(name) : entry(name, { lane })], { name })]);
      return `take ${lane} ${name}`;
    case 'settle': {
      const batch = outbox.nextBatch(rule({ lane, limit: 1 + random.below(3) }));
      return batch ? `${lane} ${settle(folder, batch, random)}` : 'nothing to settle';
    }
    case 'shelve':
      outbox.take([file([], { name, shelf: [shelfItem(name, { held: random.below(2) === 0 })] })]);
      return `shelve ${name}`;
    case 'judge': {
      const [record] = outbox.shelf.open({ held: true, limit: 1 });
      if (!record) return 'nothing to judge';
      const again = file([entry(`judged ${name}`)], { name, storedAs: '' });
      outbox.take([{ ...again, file: { ...again.file, sameAs: record.fileId } }]);
      outbox.shelf.close({ id: record.id, version: record.version, reason: '' }, 'retried');
      return `judge ${record.id}`;
    }
    case 'give up': {
      const [record] = outbox.shelf.open({ limit: 1 });
      if (record) outbox.shelf.close({ id: record.id, version: record.version, reason: '' }, 'discarded');
      const aside = listAside(folder)[0];
      const version = outbox.shelf.entryVersion(aside ?? 0);
      if (version !== undefined) outbox.shelf.discardEntry({ id: aside ?? 0, version, reason: '' });
      return `give up ${record?.id ?? '-'} ${aside ?? '-'}`;
    }
    case 'readmit':
      return `readmit ${outbox.readmit(listAside(folder).slice(0, 2))}`;
    default:
      clock.advance(random.pick([1_000, 400_000, 1_000_000]));
      return `wait until ${clock.now()}`;
  }
}

function settle({ outbox, clock }: OutboxFolder, batch: Batch, random: Random): string {
  const how = random.pick(['accepted', 'accepted', 'fewer', 'refused', 'slow', 'unanswered'] as const);
  if (how === 'unanswered') outbox.noteAttempt(batch.id, { because: 'lost', uncertain: true });
  else if (how === 'accepted' || how === 'fewer')
    outbox.settle(batch.id, { verdict: 'accepted', counted: how === 'fewer' ? 0 : batch.entries.length });
  else {
    const seq = batch.entries[0]?.seq ?? 0;
    const outcast: Outcast =
      how === 'slow'
        ? { seq, to: 'slow', retryAtMs: clock.now() + 3_600_000, problem: because }
        : { seq, to: 'quarantined', problem: because };
    outbox.settle(batch.id, {
      verdict: 'dissolved',
      outcasts: [outcast],
      because: how,
      perhapsStored: false,
    });
  }
  return `${batch.entries.map(({ seq }) => seq).join()} ${how}`;
}

function listAside({ outbox }: OutboxFolder): number[] {
  return (['quarantined', 'slow', 'unconfirmed'] as const)
    .flatMap((state) => outbox.reading.list({ state, limit: 50 }))
    .map(({ seq }) => seq);
}

it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  'says what is so after every step of history %i',
  (seed) => {
    const folder = openFolder();
    const random = seededRandom(seed);
    const story: string[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      story.push(live(folder, random, step));
      check(folder, story);
    }
  },
);
