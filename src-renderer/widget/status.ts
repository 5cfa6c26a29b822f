/**
 * Owns: what a screen says about itself: the mark, the age of the figures, and the one thing that matters most now.
 * Pure. Promises: a queue on a good line and a refused poll are nobody's business; quarantine never covers a figure.
 */
import type { Link, Notice, Snapshot } from '../../src-main/contract/snapshot.ts';
import type { AgentState } from '../state/screen.tsx';
import type { Format } from '../text/format.ts';
import type { Words } from '../text/words.ts';

export interface Trouble {
  /** A few words. */
  readonly short: string;
  /** The exact sentence. */
  readonly what: string;
  readonly todo: string;
  /** Said to screen readers; without numbers that change with every receipt. */
  readonly spoken: string;
}

export interface Status {
  readonly link: Link;
  /** `18:42`; null: nothing was ever received. */
  readonly moment: string | null;
  readonly stale: boolean;
  readonly waiting: number;
  readonly trouble: Trouble | null;
}

export interface StatusInput {
  readonly snapshot: Snapshot;
  readonly agent: AgentState;
  readonly words: Words;
  readonly format: Format;
}

export function describeStatus({ snapshot, agent, words, format }: StatusInput): Status {
  const { askedAtMs, stale } = snapshot.day;
  return {
    link: agent === 'here' ? snapshot.link : agent === 'lost' ? 'offline' : 'action',
    moment: askedAtMs === null ? null : format.moment(askedAtMs, snapshot.atMs),
    stale: stale || agent !== 'here',
    waiting: snapshot.queue.waiting,
    trouble:
      agentTrouble(agent, words) ??
      noticeTrouble(snapshot, words, needsPerson) ??
      offlineTrouble(snapshot, words) ??
      noticeTrouble(snapshot, words, ({ kind }) => kind === 'late') ??
      refusedTrouble(snapshot, words),
  };
}

function agentTrouble(agent: AgentState, words: Words): Trouble | null {
  switch (agent) {
    case 'here':
      return null;
    case 'lost':
      return plain(words.agent.lost, words.receiptsWaitInFolder);
    case 'notAllowed':
      return plain(words.agent.notAllowed, words.agent.notAllowedTodo);
  }
}

function noticeTrouble(
  { notices }: Snapshot,
  words: Words,
  isWanted: (notice: Notice) => boolean,
): Trouble | null {
  const worst = notices.find(isWanted);
  if (worst === undefined) return null;
  const short = words.noticeShort[worst.kind];
  const kept = worst.kind === 'keyRefused' ? ` ${words.receiptsKept}` : '';
  return { short, what: worst.what, todo: `${worst.todo}${kept}`, spoken: short };
}

/** Late receipts follow from a lost connection and come after it; quarantine and small warnings are the service's. */
function needsPerson({ kind, severity }: Notice): boolean {
  return kind !== 'late' && kind !== 'quarantine' && (kind !== 'other' || severity === 'error');
}

function offlineTrouble({ link, queue }: Snapshot, words: Words): Trouble | null {
  if (link !== 'offline') return null;
  if (queue.waiting === 0) return plain(words.queue.offlineNone, words.receiptsKept);
  return {
    ...plain(words.queue.offline(queue.waiting), words.receiptsKept),
    spoken: words.queue.offlineNone,
  };
}

/** Figures stay and age; without any the reason stands in their place. Being asked for less often is no trouble. */
function refusedTrouble({ figuresRefused, day }: Snapshot, words: Words): Trouble | null {
  if (figuresRefused === null || figuresRefused === 'tooOften') return null;
  const isOld = day.stale && day.figures.length > 0;
  return isOld ? plain(words.figuresRefused[figuresRefused], words.receiptsGo) : null;
}

function plain(what: string, todo: string): Trouble {
  return { short: what, what, todo, spoken: what };
}
