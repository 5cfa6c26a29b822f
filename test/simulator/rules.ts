/**
 * Owns when an act is played: by number, by method, by a predicate, at random from a seed, and how often.
 * Promises that the same seed and the same calls give the same acts.
 * Refuses to play anything.
 */
import type { Act, ActName } from './acts.ts';
import { behaviours } from './behaviours.ts';
import type { Behaviour } from './behaviours.ts';

/** What is known of a call when rules are asked; before the whole request is read only `kind` is. */
export interface CallFacts {
  readonly kind: 'device' | 'management' | undefined;
  readonly method: string | undefined;
  readonly params: unknown;
  readonly requestBytes: number;
  /** Receipts in the call, 0 for other methods. */
  readonly receipts: number;
  /** Requests that came over this connection before. */
  readonly earlierOnSocket: number;
}

export interface Rule {
  readonly act: Act | ActName;
  /** Only calls of these methods. */
  readonly method?: string | readonly string[];
  /** Only calls on this path. */
  readonly kind?: 'device' | 'management';
  /** Only calls that this is true for. */
  readonly when?: (call: CallFacts) => boolean;
  /** Only these, counted from 1 since `behave()` among the calls that meet the conditions above. */
  readonly calls?: number | readonly number[];
  /** Only this share (0 to 1) of the calls that meet the conditions above, drawn from the seed. */
  readonly random?: { readonly seed: number; readonly share: number };
  /** How often; by default once, or as often as `calls` names, or for ever where `random` or the act itself limits it. */
  readonly times?: number | 'forever';
}

interface RunningRule {
  readonly rule: Rule;
  readonly act: Act;
  readonly draw: () => number;
  readonly calls: ReadonlySet<number> | undefined;
  met: number;
  left: number;
  firstMetMs: number | undefined;
}

export interface RuleBook {
  /** The rules are asked in the order in which they were given. */
  readonly add: (rules: readonly Rule[]) => void;
  readonly clear: () => void;
  /** The act to play now, if any; counts the call. */
  readonly select: (phase: Behaviour['phase'], facts: CallFacts, nowMs: number) => Act | undefined;
  /** Whether an act of this phase may still be played. */
  readonly expects: (phase: Behaviour['phase']) => boolean;
}

/** Numbers from 0 to 1 that follow from the seed alone. */
export function drawFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** True for the name of an act: all settings have defaults, so a name alone is an act. */
function isAct(value: { readonly name: string }): value is Act {
  return Object.hasOwn(behaviours, value.name);
}

/** The act of a name with all defaults; throws for a name that is not in the table. */
export function actOf(name: string): Act {
  const act = { name };
  if (!isAct(act))
    throw new Error(`no behaviour is called "${name}"; known are ${Object.keys(behaviours).join(', ')}`);
  return act;
}

function start(rule: Rule): RunningRule {
  const act = typeof rule.act === 'string' ? actOf(rule.act) : rule.act;
  const { phase, lasts } = behaviours[act.name];
  if (phase !== 'request' && (rule.method !== undefined || rule.when !== undefined)) {
    throw new Error(`${act.name} is played before the method is known: select it by calls or at random`);
  }
  const calls = rule.calls === undefined ? undefined : new Set([rule.calls].flat());
  const often = rule.random !== undefined || lasts ? Infinity : (calls?.size ?? 1);
  const left = rule.times === 'forever' ? Infinity : (rule.times ?? often);
  return { rule, act, draw: drawFrom(rule.random?.seed ?? 0), calls, met: 0, left, firstMetMs: undefined };
}

function meets(rule: Rule, facts: CallFacts): boolean {
  if (rule.kind !== undefined && rule.kind !== facts.kind) return false;
  if (rule.method !== undefined && ![rule.method].flat().includes(facts.method ?? '')) return false;
  return rule.when === undefined || rule.when(facts);
}

/** Whether the act itself finds something to do with the call. */
function applies(running: RunningRule, facts: CallFacts, nowMs: number): boolean {
  const { act } = running;
  const sinceMs = nowMs - (running.firstMetMs ?? nowMs);
  if (act.name === 'unavailable') return sinceMs < (act.spanMs ?? 1000);
  if (act.name === 'flapping') {
    const upMs = act.upMs ?? 5000;
    return sinceMs % (upMs + (act.downMs ?? 5000)) >= upMs;
  }
  if (act.name === 'closeAsClientWrites') return facts.earlierOnSocket > 0;
  if (act.name === 'refuseReceipt') return facts.receipts > 0;
  if (act.name === 'undercount') return facts.method === 'purchaseRegisterBatch';
  if (act.name !== 'tooLarge') return true;
  if (act.bytesOver !== undefined) return facts.requestBytes > act.bytesOver;
  return facts.receipts > (act.receiptsOver ?? 50);
}

function isSelected(running: RunningRule, facts: CallFacts, nowMs: number): boolean {
  if (running.left <= 0 || !meets(running.rule, facts)) return false;
  running.firstMetMs ??= nowMs;
  if (!applies(running, facts, nowMs)) return false;
  running.met += 1;
  if (running.calls !== undefined && !running.calls.has(running.met)) return false;
  return running.rule.random === undefined || running.draw() < running.rule.random.share;
}

/** A book without rules. */
export function createRuleBook(): RuleBook {
  let book: RunningRule[] = [];
  const inPhase = (phase: Behaviour['phase']): RunningRule[] =>
    book.filter((running) => running.left > 0 && behaviours[running.act.name].phase === phase);
  return {
    add: (rules) => void book.push(...rules.map(start)),
    clear: () => void (book = []),
    expects: (phase) => inPhase(phase).length > 0,
    select: (phase, facts, nowMs) => {
      const chosen = inPhase(phase).find((running) => isSelected(running, facts, nowMs));
      if (chosen === undefined) return undefined;
      chosen.left -= 1;
      return chosen.act;
    },
  };
}
