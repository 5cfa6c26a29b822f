/**
 * Owns: a till for tests: a real outbox in a folder of its own, a sender, and receipts that HEADO takes.
 * Promises: `closeTills` stops every sender, closes every outbox and removes every folder.
 */
import { createHash } from 'node:crypto';
import type { Ladder } from '../../../src-main/base/backoff.ts';
import { systemClock, type Clock } from '../../../src-main/base/clock.ts';
import type { NoteFields } from '../../../src-main/base/note.ts';
import { ok } from '../../../src-main/base/result.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { createDeviceApi, type CallReport, type DeviceApi } from '../../../src-main/heado/device-api.ts';
import { planProxy } from '../../../src-main/heado/proxy.ts';
import { createTransport, type TransportOptions } from '../../../src-main/heado/transport.ts';
import { openOutbox, type OpenOutbox } from '../../../src-main/outbox/open.ts';
import type { NewEntry, SourceFile } from '../../../src-main/outbox/port.ts';
import type { PlanRules } from '../../../src-main/sender/lane-state.ts';
import { createSender, type Sender, type SenderOptions } from '../../../src-main/sender/sender.ts';
import { seededRandom } from '../../support/random.ts';
import { removeTempFolders, tempFolder } from '../../support/temp-folder.ts';

export interface TillOptions {
  readonly base: string;
  readonly key: string;
  readonly clock?: Clock;
  readonly ladder?: Ladder;
  readonly deadlineMs?: number;
  readonly connectTimeoutMs?: number;
  readonly closeHoldMaxMs?: number;
  readonly rules?: Partial<PlanRules>;
  readonly lookup?: TransportOptions['lookup'];
  readonly caPem?: string;
  /** Takes the place of the real API. */
  readonly api?: DeviceApi;
  /** Hears of every POST of receipts, and of every line of the sender's journal. */
  readonly onPost?: SenderOptions['onPost'];
  readonly onLine?: (event: string) => void;
}

export interface Line {
  readonly event: string;
  readonly fields: NoteFields;
}

export interface Till {
  readonly sender: Sender;
  readonly outbox: OpenOutbox['outbox'];
  readonly lines: Line[];
  readonly reports: CallReport[];
  /** The key that is read from now on. */
  key: string;
  /** Stores receipts as one file; answers their labels. */
  drop(labels: readonly string[]): void;
  dropSignal(name: 'shift/start' | 'shift/stop', ts: string, party?: string): void;
  /** Labels in a state, in the order they were stored. */
  labelsIn(state: Parameters<OpenOutbox['outbox']['reading']['list']>[0]['state']): string[];
  counter(name: string): number;
  /** Nothing waits and nothing is in flight. */
  isDrained(): boolean;
  events(): string[];
  /** Stops and closes the outbox; the folder stays. */
  shut(): Promise<void>;
  /** The same folder opened anew, as after a restart of the program. */
  reopen(): Till;
}

/** Ladders of milliseconds keep tests short; the plan's own tests prove the real one. */
export const quick: Ladder = { delaysMs: [0, 4, 8], capMs: 16 };
const quickPace = { firstMs: 5, maxMs: 20 };

const shutdowns = new Set<() => Promise<void>>();
export async function closeTills(): Promise<void> {
  for (const shut of shutdowns) await shut();
  removeTempFolders();
  shutdowns.clear();
}

export function openTill(options: TillOptions): Till {
  return openAt(tempFolder(), options);
}

function openAt(folder: string, options: TillOptions): Till {
  const { clock = systemClock, ladder = quick, deadlineMs = 2_000, connectTimeoutMs = 10_000 } = options;
  const lines: Line[] = [];
  const reports: CallReport[] = [];
  const note = (event: string, fields: NoteFields = {}): void => void lines.push({ event, fields });
  const opened = openOutbox({ dataDir: folder, clock, note, ballastBytes: 0 });
  if (!opened.ok) throw new Error(opened.error.code);
  const { outbox } = opened.value;
  const proxy = planProxy('none', {});
  if (!proxy.ok) throw new Error(proxy.error.code);
  const { lookup, caPem } = options;
  const transport = createTransport({
    ...{ clock: systemClock, connectTimeoutMs, proxy: proxy.value, userAgent: 'heado-till/test' },
    ...{ lookup, caPem },
  });
  const api = createDeviceApi({
    ...{ transport, base: options.base, prefix: '/device/', clock, note },
    agent: { name: 'heado-till', version: '0' },
    registerEventSpelling: 'auto',
    readKey: () => ok(till.key),
    onCall: (report) => void reports.push(report),
  });
  const sender = createSender({
    ...{ outbox, api: options.api ?? api, clock, ladder, deadlineMs, onPost: options.onPost },
    note(event, fields) {
      note(event, fields);
      options.onLine?.(event);
    },
    zone: openZone('Europe/Moscow'),
    closeHoldMaxMs: options.closeHoldMaxMs ?? 60_000,
    random: seededRandom(7).next,
    rules: { pace: quickPace, deadlineMsMax: deadlineMs * 2, ...options.rules },
  });
  let files = 0;
  const take = (entries: readonly NewEntry[]): void => {
    outbox.take([{ file: fileOf(`f${++files}.json`), entries, shelf: [] }]);
  };
  const shut = async (): Promise<void> => {
    if (!shutdowns.delete(shut)) return;
    await sender.stop();
    transport.close();
    opened.value.close();
  };
  shutdowns.add(shut);
  const till: Till = {
    ...{ sender, outbox, lines, reports, shut, key: options.key },
    drop: (labels) => take(labels.map((label) => receiptEntry(label, clock.now()))),
    dropSignal: (name, ts, party = 'K1') => take([signalEntry(name, ts, party, clock.now())]),
    labelsIn: (state) =>
      outbox.reading
        .list({ state, limit: 100_000 })
        .map(({ label }) => label)
        .reverse(),
    counter: (name) => outbox.reading.counts().counters[name] ?? 0,
    isDrained() {
      const { waiting, in_flight: inFlight } = outbox.reading.counts().byState;
      return waiting + inFlight === 0;
    },
    events: () => lines.map(({ event }) => event),
    reopen: () => openAt(folder, { ...options, key: till.key }),
  };
  return till;
}

function fileOf(name: string): SourceFile {
  const none = { sizeBytes: 1, device: 1, inode: 1, mtimeMs: 1, closed: true };
  return { folder: '/drop', name, storedAs: '', format: 'test', sha256: sha256(name), ...none };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A label is `till-number`, as in `K1-7`; the amount follows from the number. */
function receiptEntry(label: string, nowMs: number): NewEntry {
  const [till = '', number = '1'] = label.split('-');
  const amount = Number(number) + 0.5;
  const positions = [{ name: 'Хлеб', count: 1, total: amount }];
  const payload = { amount, discount: 0, ts: tsOf(nowMs), extId: label, positions, poskey: `@111/${till}` };
  return entryOf('receipts', till, label, payload, nowMs);
}

function signalEntry(name: string, ts: string, party: string, nowMs: number): NewEntry {
  return entryOf(
    'signals',
    party,
    `${name} ${ts} ${party}`,
    { name, ts, params: { localtimezone: '+3' } },
    nowMs,
  );
}

function entryOf(
  lane: NewEntry['lane'],
  party: string,
  label: string,
  payload: object,
  nowMs: number,
): NewEntry {
  const identity = sha256(`${lane} ${label}`).slice(0, 32);
  const text = JSON.stringify(payload);
  const plain = { at: '', raw: text, facts: '{}', repeat: 'duplicate', state: 'waiting' } as const;
  return { lane, party, label, identity, payload: text, occurredAtMs: nowMs, ...plain };
}

function tsOf(nowMs: number): string {
  return `${new Date(nowMs + 3 * 3_600_000).toISOString().slice(0, 19)}+03:00`;
}

/** `K1-1`, `K1-2`, … */
export function labels(till: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${till}-${from + index}`);
}
