/**
 * Owns: what the service view shows and does: the queue, the quarantine with its actions, the last errors, a text to
 * send to the support.
 * Promises: nothing of it names a key or a place of this machine.
 */
import type { Clock } from '../../base/clock.ts';
import { visibleLine, visibleLines } from '../../base/plain-text.ts';
import type { Problem } from '../../base/problem.ts';
import type { Answer } from '../../contract/bridge.ts';
import type {
  ErrorLine,
  FolderRow,
  QuarantineItem,
  QueueRow,
  ServiceState,
  Told,
} from '../../contract/service.ts';
import type { EntryRow } from '../../outbox/answers.ts';
import { labelCounters } from '../../text/counters.ts';
import type { Locale } from '../../text/words.ts';
import type { Calls } from '../../reports/calls.ts';
import type { Agent } from '../agent.ts';
import type { QuarantineRow } from '../control/commands.ts';
import { parseProblem } from '../operations/shapes.ts';
import type { FolderStatus, StatusReport } from '../status-schema.ts';
import { diagnosticsText } from './diagnostics.ts';
import { hidePaths } from './hide-paths.ts';
import { pinOf } from './pin.ts';
import type { Handlers } from './source.ts';
import { refusal, tell, tellEvent, value, withoutKeys } from './tell.ts';
import { z } from 'zod';

/** Rows of a list on a small screen; the totals say how many there are. */
const ROWS_MAX = 50;
const EXCERPT_LENGTH_MAX = 500;
/** Formats of the last days: what the POS writes now. */
const FORMATS_SINCE_MS = 7 * 86_400_000;
const BY_SCREEN = 'service view';

export interface ServiceViewOptions {
  readonly agent: Agent;
  readonly clock: Clock;
  readonly locale: () => Locale;
  /** What became of the calls for reports. */
  readonly calls: () => Calls;
}

/** Everything that the list of the quarantine shows: also what goes on by itself. */
function countListed({ quarantine, outbox: { held, ejected, slow } }: StatusReport): number {
  return quarantine.open + held + ejected + slow;
}

export function createServiceView({
  agent,
  clock,
  locale,
  calls,
}: ServiceViewOptions): Pick<Handlers, 'serviceState' | 'retry' | 'discard' | 'diagnostics'> {
  const { operations, store } = agent;
  const refuse = (found: Problem): ReturnType<typeof refusal> => {
    const { refusal: told, ...no } = refusal(found, locale());
    return { ...no, refusal: told.reason === 'refused' ? withoutKeys(told, store.redaction) : told };
  };
  const told = (found: Problem): Told => withoutKeys(tell(found, locale()), store.redaction);
  const { reading } = store.opened.outbox;

  async function listItems(): Promise<readonly QuarantineItem[]> {
    const listed = await operations['quarantine.list']({ limit: ROWS_MAX });
    if (!listed.ok) return [];
    const items: QuarantineItem[] = [];
    for (const row of listed.value.rows) {
      const shown = await operations['quarantine.show']({ id: row.id });
      items.push(toItem(row, shown.ok ? shown.value.raw : '', told));
    }
    return items;
  }

  async function serviceState(): Promise<Answer<ServiceState>> {
    const status = agent.status();
    const quarantine = await listItems();
    return value({
      hasPin: pinOf(store.settings) !== undefined,
      versions: { program: status.agent.version, node: status.agent.node },
      keyFingerprint: status.api.fingerprint,
      host: status.api.host,
      startedAtMs: msOf(status.agent.startedAt),
      lastSuccessAtMs: msOf(status.api.lastSuccessAt),
      clockSkewMs: status.api.clockSkewMs,
      queue: QUEUED.flatMap((state) => reading.list({ state, limit: ROWS_MAX }).map(toQueueRow)).slice(
        0,
        ROWS_MAX,
      ),
      queueTotal: reading.taken.countUnsent() + status.outbox.unconfirmed,
      quarantine,
      quarantineTotal: countListed(status),
      errors: status.journal.lastErrors.map((line) => toErrorLine(line, locale())),
      folders: status.folders.map((folder) => toFolderRow(folder, told)),
      formats: reading.taken.filesByFormat(clock.now() - FORMATS_SINCE_MS),
      unnamedItems: [],
      counters: labelCounters(status.counters, locale()),
    });
  }

  return {
    serviceState,
    async retry(item) {
      const done = await operations['quarantine.retry']({ ...item, reason: BY_SCREEN });
      const still = done.ok ? done.value.still : done.error;
      return still ? refuse(still) : value({});
    },
    async discard(item) {
      const done = await operations['quarantine.discard']({ ...item, reason: BY_SCREEN });
      return done.ok ? value({}) : refuse(done.error);
    },
    async diagnostics() {
      const whole = diagnosticsText(
        { status: agent.status(), settings: store.settings, calls: calls() },
        locale(),
      );
      const text = store.redaction.redact(visibleLines(whole));
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      return value({ name: `heado-till-${day}.txt`, text });
    },
  };
}

type Tell = (found: Problem) => Told;

const QUEUED = ['in_flight', 'waiting', 'slow', 'ejected', 'unconfirmed'] as const;

const amountSchema = z.object({ amount: z.number() });

function toQueueRow(row: EntryRow): QueueRow {
  const facts = amountSchema.safeParse(JSON.parse(row.facts));
  const state = QUEUED.find((known) => known === row.state) ?? 'waiting';
  const amount = facts.success ? facts.data.amount : null;
  return { label: visibleLine(row.label), amount, takenAtMs: row.takenAtMs, state };
}

function toItem(row: QuarantineRow, raw: string, told: Tell): QuarantineItem {
  const kind = row.kind === 'file' ? 'file' : row.id.startsWith('s') ? 'record' : 'receipt';
  return {
    id: row.id,
    version: row.version,
    kind,
    label: visibleLine(row.label),
    atMs: Date.parse(row.since),
    problem: told(row.problem),
    excerpt: visibleLines(raw.slice(0, EXCERPT_LENGTH_MAX)),
    canRetry: true,
  };
}

function toErrorLine(line: StatusReport['journal']['lastErrors'][number], locale: Locale): ErrorLine {
  const { time, level, event, fields } = line;
  return { atMs: Date.parse(time), level, event, ...tellEvent(event, fields, locale) };
}

function toFolderRow(folder: FolderStatus, told: Tell): FolderRow {
  return {
    name: visibleLine(hidePaths(folder.path)),
    state: folder.state,
    pendingFiles: folder.pendingFiles,
    lastTakenAtMs: msOf(folder.lastTakenAt),
    problem: folder.problem && told(parseProblem(JSON.stringify(folder.problem))),
  };
}

function msOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
