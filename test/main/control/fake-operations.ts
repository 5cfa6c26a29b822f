/** Owns: operations with plausible answers, for tests of what stands in front of them. */
import { problem, type Problem } from '../../../src-main/base/problem.ts';
import { fail, ok, type Result } from '../../../src-main/base/result.ts';
import type {
  CommandResult,
  Operations,
  QuarantineRow,
  ReceiptRow,
  Story,
} from '../../../src-main/core/control/commands.ts';
import type { DoctorFacts } from '../../../src-main/core/doctor/facts.ts';
import type { StatusReport } from '../../../src-main/core/status-schema.ts';

const AT = '2026-11-22T10:00:00.000Z';

export const receiptRow: ReceiptRow = {
  seq: 7,
  lane: 'receipts',
  label: 'A-100',
  state: 'delivered',
  facts: { kind: 'sale', amount: '836.67', ts: '2026-11-22T15:00:00+05:00', positions: 2 },
  occurredAt: AT,
  takenAt: '2026-11-22T10:00:01.000Z',
  deliveredAt: '2026-11-22T10:00:02.000Z',
};

export const story: Story = {
  entry: receiptRow,
  file: {
    folder: '/var/spool/heado-till',
    name: 'r1.json',
    storedAs: 'archive/2026-11-22/r1.json',
    at: 'receipts[0]',
    format: 'heado-json',
    sha256: 'ab'.repeat(32),
    takenAt: '2026-11-22T10:00:01.000Z',
  },
  attempts: [
    { batchId: 'b1', attempt: 1, at: '2026-11-22T10:00:01.500Z', outcome: 'api.noAnswer', uncertain: true },
    { batchId: 'b1', attempt: 2, at: '2026-11-22T10:00:02.000Z', outcome: 'accepted', uncertain: false },
  ],
  quarantine: [],
};

export const quarantineRow: QuarantineRow = {
  id: 'e-9',
  version: '3',
  kind: 'entry',
  held: false,
  label: 'A-101',
  source: '/var/spool/heado-till/r2.json',
  at: 'receipts[1]',
  problem: problem('receipt.sumMismatch', 'receipts[1]', { sum: '10', amount: '12' }),
  since: AT,
};

export function statusReport(change: Partial<StatusReport> = {}): StatusReport {
  return {
    schema: 1,
    at: AT,
    agent: { pid: 42, startedAt: AT, version: '0.1.0', node: 'v24.21.0', dataDir: '/var/lib/heado-till' },
    api: {
      fingerprint: 'ab12',
      host: 'api.heado.ru',
      reachable: 'yes',
      lastSuccessAt: AT,
      lastFailure: null,
      clockSkewMs: 120,
      clockWarning: false,
    },
    lanes: [
      { lane: 'receipts', state: 'idle', because: null, nextAttemptAt: null, lastSuccessAt: AT, attempt: 0 },
    ],
    outbox: {
      waiting: 0,
      inFlight: 0,
      delivered: 12,
      unconfirmed: 0,
      slow: 0,
      doubtful: 0,
      ejected: 0,
      quarantined: 1,
      held: 0,
      oldestWaitingAt: null,
      oldestMissing: null,
      oldestSignal: null,
      late: false,
      sizeBytes: 40_960,
      ballast: 'present',
    },
    counters: { duplicates: 2 },
    folders: [
      {
        path: '/var/spool/heado-till',
        state: 'ready',
        problem: null,
        watch: 'events',
        pendingFiles: 0,
        lastTakenAt: AT,
      },
    ],
    disk: { freeBytes: 10_000_000_000, low: false },
    quarantine: { open: 1 },
    problems: [],
    journal: { lastErrors: [], dropped: 0 },
    ...change,
  };
}

export function doctorFacts(change: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    nodeVersion: 'v24.21.0',
    sqlite: true,
    key: { source: 'file', problem: null, warnings: [] },
    server: false,
    probe: { host: 'api.heado.ru', proxy: '', problem: null, clockSkewMs: 100 },
    zone: { store: 'Asia/Yekaterinburg', system: 'Asia/Yekaterinburg', differMinutes: 0 },
    folders: [
      {
        path: '/var/spool/heado-till',
        kind: 'folder',
        readable: true,
        writable: true,
        sameDevice: true,
        rights: [],
      },
    ],
    dataDir: {
      path: '/var/lib/heado-till',
      kind: 'folder',
      writable: true,
      readableByOthers: false,
      problem: null,
      freeBytes: 10_000_000_000,
    },
    holder: 'agent',
    outbox: {
      unconfirmed: 0,
      quarantined: 0,
      held: 0,
      unsettled: [],
      late: null,
      formats: [{ format: 'heado-json', entries: 12 }],
    },
    chain: null,
    ...change,
  };
}

export interface Asked {
  readonly name: string;
  readonly args: unknown;
}

/** Operations that record what they were asked. */
export function fakeOperations(asked: Asked[] = [], change: Partial<Operations> = {}): Operations {
  function answer<Value>(name: string, value: Value): (args: unknown) => Promise<Result<Value, Problem>> {
    return (args) => {
      asked.push({ name, args });
      return Promise.resolve(ok(value));
    };
  }
  const one: CommandResult<'quarantine.show'> = { row: quarantineRow, raw: '{"amount": 12}', history: [] };
  return {
    status: answer('status', statusReport()),
    'receipts.list': answer('receipts.list', { rows: [receiptRow], more: false }),
    'receipts.show': answer('receipts.show', { stories: [story], shelved: [] }),
    'receipts.resend': answer('receipts.resend', { resent: 1 }),
    'quarantine.list': answer('quarantine.list', { rows: [quarantineRow], more: false }),
    'quarantine.show': answer('quarantine.show', one),
    'quarantine.retry': answer('quarantine.retry', { still: null }),
    'quarantine.discard': () => Promise.resolve(fail(problem('quarantine.stale', '', { id: 'e-9' }))),
    'send-one': answer('send-one', { label: 'A-1', outcome: 'delivered', registered: null, because: null }),
    recover: answer('recover', { folders: [], open: 0 }),
    'ui-url': answer('ui-url', { address: 'http://127.0.0.1:1/?token=t' }),
    'doctor.facts': answer('doctor.facts', doctorFacts()),
    ...change,
  };
}
