/**
 * Owns: the snapshot of a running agent: what the rooms know, put together as the cashier's screen shows it.
 * Refuses to know: when it is made and who sees it (`agent-source.ts`).
 */
import type { Clock } from '../../base/clock.ts';
import type { Zone } from '../../base/zone.ts';
import type { Period } from '../../contract/figures.ts';
import type { Achievement, Look, Notice, ShiftCard, Snapshot } from '../../contract/snapshot.ts';
import { nextAchievement } from '../../kpi/achievement.ts';
import { PACE_RULES } from '../../kpi/model.ts';
import { openSpans } from '../../kpi/opening.ts';
import { lastReceiptOf, makeShiftCard } from '../../kpi/own-sales.ts';
import { sumMissing } from '../../kpi/missing.ts';
import { makePeriod } from '../../kpi/period.ts';
import type { Calls } from '../../reports/calls.ts';
import type { PeriodReports, ReportsState } from '../../reports/model.ts';
import type { Settings } from '../../settings/schema.ts';
import type { StatusReport } from '../status-schema.ts';
import { roleNames } from './agent-reports.ts';
import { keptAs, type KeptNow } from './kept-receipts.ts';
import type { ScreensMemory } from './memory.ts';
import { linkOf, listNotices } from './notices.ts';
import type { Own } from './own-receipts.ts';
import type { ClosedShift } from './shifts.ts';

/** The badge is seen by who looks up within this time; it never comes back. */
const ACHIEVEMENT_MS = 60_000;
/** Nobody celebrates into a sale (widget B.8). */
const QUIET_AFTER_RECEIPT_MS = 3_000;
/** A card that nobody put away does not greet the next morning. */
const SHIFT_CARD_MS_MAX = 4 * 3_600_000;

export interface ViewFacts {
  readonly status: StatusReport;
  readonly reports: ReportsState;
  readonly calls: Calls;
  readonly own: readonly Own[];
  readonly closed: ClosedShift | undefined;
  readonly unsent: number;
  readonly kept: KeptNow;
  readonly failedInRow: number;
  readonly look: Look;
}

export interface AgentView {
  make(facts: ViewFacts): Snapshot;
}

export interface AgentViewOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly memory: ScreensMemory;
}

export function createAgentView({ settings, clock, zone, memory }: AgentViewOptions): AgentView {
  const before: Record<Period['type'], Period | null> = { day: null, month: null };
  let celebrated: { readonly achievement: Achievement; readonly untilMs: number } | undefined;
  const { aheadPercent, behindPercent } = settings.widget;
  const rules = { ...PACE_RULES, ahead: aheadPercent / 100, behind: -behindPercent / 100 };

  function periodOf(reports: PeriodReports, { own, reports: { weekAgo } }: ViewFacts): Period {
    const { type } = reports.range;
    const period = makePeriod({
      reports,
      receipts: own,
      before: before[type],
      nowMs: clock.now(),
      intervalMs: settings.reports.intervalMs,
      openings: openSpans(settings.store.openingHours, reports.range, zone),
      seller: lastTaken(own)?.seller ?? null,
      storeExtId: settings.store.storeExtId ?? null,
      roles: roleNames(settings),
      weekAgo: type === 'day' ? weekAgo.metrics.answer?.report.metrics : undefined,
      rules,
    });
    before[type] = period;
    return period;
  }

  function achievementOf(day: Period, own: readonly Own[]): Achievement | null {
    const nowMs = clock.now();
    if (celebrated && nowMs < celebrated.untilMs) return celebrated.achievement;
    const next = nextAchievement(day, memory.all('reached'));
    const busy = nowMs - (lastTaken(own)?.takenAtMs ?? -Infinity) < QUIET_AFTER_RECEIPT_MS;
    if (!next || busy) return null;
    memory.add('reached', next.id);
    celebrated = { achievement: { ...next, saidAtMs: nowMs }, untilMs: nowMs + ACHIEVEMENT_MS };
    return celebrated.achievement;
  }

  function cardOf({ closed, own, reports, kept }: ViewFacts, day: Period): ShiftCard | null {
    if (!closed || memory.has('putAway', closed.id)) return null;
    if (clock.now() - closed.toMs > SHIFT_CARD_MS_MAX) return null;
    const fromMs = closed.fromMs ?? reports.day.range.fromMs;
    const receipts = own.filter(
      ({ device, occurredAtMs }) =>
        device === closed.device && occurredAtMs >= fromMs && occurredAtMs <= closed.toMs,
    );
    const income = day.figures.find(({ role }) => role === 'income');
    return makeShiftCard({
      id: closed.id,
      closedAtMs: closed.toMs,
      receipts,
      kept: [
        ...receipts.flatMap(({ state, amount }) => keptAs(state, 1, amount) ?? []),
        ...kept.shelved.filter(({ sinceMs }) => sinceMs >= fromMs),
      ],
      plan: income?.plan ?? null,
      storeIncome: day.stale ? null : (income?.confirmed ?? null),
      weekAgoIncome: income?.weekAgo ?? null,
      zone,
    });
  }

  return {
    make(facts) {
      const { status, reports, own, look, failedInRow } = facts;
      const day = periodOf(reports.day, facts);
      const month = periodOf(reports.month, facts);
      const notices = listNotices(status.problems, look.locale);
      const { fromMs, toMs } = reports.day.range;
      const today = own.filter(({ occurredAtMs }) => occurredAtMs >= fromMs && occurredAtMs < toMs);
      return {
        atMs: clock.now(),
        timeZone: zone.id,
        storeName:
          reports.day.metrics.answer?.report.storeName ??
          reports.month.metrics.answer?.report.storeName ??
          null,
        stage: 'working',
        link: linkOf({ notices, failedInRow, stale: day.stale }),
        notices,
        queue: queueOf(facts, notices),
        figuresRefused: facts.calls.refused,
        day,
        month,
        seller: lastTaken(own)?.seller ?? null,
        lastReceipt: lastReceiptOf(today),
        shiftCard: cardOf(facts, day),
        achievement: achievementOf(day, own),
        look,
      };
    },
  };
}

function queueOf({ status, unsent, kept }: ViewFacts, notices: readonly Notice[]): Snapshot['queue'] {
  const { oldestWaitingAt } = status.outbox;
  return {
    waiting: Math.max(unsent - status.outbox.ejected, 0),
    oldestAtMs: unsent > 0 && oldestWaitingAt !== null ? Date.parse(oldestWaitingAt) : null,
    late: unsent > 0 && notices.some(({ kind }) => kind === 'late'),
    quarantined: status.quarantine.open,
    missing: sumMissing(kept.all.filter(({ why }) => why !== 'waiting')),
  };
}

function lastTaken(own: readonly Own[]): Own | undefined {
  return own.at(-1);
}

/** The settings of the screens that the contract speaks of. */
export function lookOf({ widget }: Pick<Settings, 'widget'>): Look {
  const { mode, theme, locale, idleFadeMs, hideMoney, hideOthersMoney } = widget;
  return { mode, theme, locale, idleFadeMs, hideMoney, hideOthersMoney };
}
