/**
 * Owns: what an outbox should be, in the simplest form: a list of entries in memory. It knows duplicates by
 * identity alone; everything finer has tests of its own. Every file that is brought is a new arrival.
 */
import type {
  Batch,
  EntryState,
  FreezeRule,
  Lane,
  Outcast,
  Settlement,
} from '../../../src-main/outbox/port.ts';

export interface ModelEntry {
  readonly seq: number;
  readonly lane: Lane;
  readonly identity: string;
  readonly payload: string;
  state: EntryState;
  /** Why the server may have it already. */
  doubt?: 'unanswered' | 'refused';
}

export interface ModelBatch {
  readonly lane: Lane;
  readonly seqs: readonly number[];
  attempt: number;
  uncertain: boolean;
}

export interface Model {
  readonly entries: ModelEntry[];
  readonly open: Map<Lane, ModelBatch>;
  readonly counters: Record<string, number>;
  /** By their last posting nothing was stored: the next one is not counted. */
  readonly spared: Set<number>;
  shelf: number;
}

export function emptyModel(): Model {
  return { entries: [], open: new Map(), counters: {}, spared: new Set(), shelf: 0 };
}

export function count(model: Model, name: string, by: number): void {
  if (by > 0) model.counters[name] = (model.counters[name] ?? 0) + by;
}

type Brought = Pick<ModelEntry, 'lane' | 'identity' | 'payload'> & { readonly state: 'waiting' | 'recorded' };

/** What became of it. `shelved`: a person gave up the very same, and sees that it came again. */
export function take(model: Model, brought: Brought): 'stored' | 'duplicate' | 'shelved' {
  const known = model.entries.findLast((each) => each.identity === brought.identity);
  const differs = known !== undefined && known.payload !== brought.payload;
  if (known?.state === 'discarded' && !differs) {
    model.entries.push({ ...brought, seq: model.entries.length + 1, state: 'quarantined' });
    count(model, 'quarantined', 1);
    return 'shelved';
  }
  const refused = ['ejected', 'quarantined', 'discarded'].includes(known?.state ?? '');
  if (known && !(refused && differs)) {
    count(model, 'duplicates', 1);
    count(model, 'differing_duplicates', differs ? 1 : 0);
    return 'duplicate';
  }
  if (known?.state === 'quarantined' || known?.state === 'ejected') discard(model, known);
  if (brought.state === 'recorded') count(model, 'recorded', 1);
  model.entries.push({ ...brought, seq: model.entries.length + 1 });
  return 'stored';
}

export function discard(model: Model, entry: ModelEntry): void {
  entry.state = 'discarded';
  count(model, 'discarded', 1);
}

export function inState(model: Model, state: EntryState, lane?: Lane): ModelEntry[] {
  return model.entries.filter((each) => each.state === state && (lane === undefined || each.lane === lane));
}

/** What the next call of `nextBatch` should answer; the model has it in flight afterwards. */
export function next(model: Model, rule: FreezeRule, isFresh: boolean): ModelBatch | undefined {
  const open = model.open.get(rule.lane);
  if (!open) return freeze(model, rule);
  if (isFresh) return open;
  open.attempt += 1;
  const isSpared = open.seqs.every((seq) => model.spared.delete(seq));
  if (open.uncertain && !isSpared) count(model, 'uncertain_resends', open.seqs.length);
  return open;
}

export function freeze(model: Model, rule: FreezeRule): ModelBatch | undefined {
  if (model.open.has(rule.lane)) return undefined;
  const chosen = choose(model, rule);
  if (chosen.length === 0) return undefined;
  for (const each of chosen) each.state = 'in_flight';
  const uncertain = chosen.some((each) => each.doubt !== undefined);
  const repeats = chosen.filter((each) => !model.spared.delete(each.seq));
  count(model, 'uncertain_resends', repeats.filter((each) => each.doubt === 'unanswered').length);
  count(model, 'refusal_resends', repeats.filter((each) => each.doubt === 'refused').length);
  const batch = { lane: rule.lane, seqs: chosen.map((each) => each.seq), attempt: 1, uncertain };
  model.open.set(rule.lane, batch);
  return batch;
}

function choose(model: Model, { lane, limit, only, except }: FreezeRule): ModelEntry[] {
  const waiting = inState(model, 'waiting', lane);
  if (only !== undefined)
    return [...waiting, ...inState(model, 'slow', lane), ...inState(model, 'ejected', lane)].filter(
      (each) => each.seq === only,
    );
  return waiting.filter((each) => except?.has(each.seq) !== true).slice(0, limit);
}

export function settle(model: Model, batch: ModelBatch, settlement: Settlement): void {
  model.open.delete(batch.lane);
  const members = model.entries.filter((each) => batch.seqs.includes(each.seq));
  if (settlement.verdict === 'accepted') {
    const state = settlement.counted >= members.length ? 'delivered' : 'unconfirmed';
    for (const each of members) each.state = state;
    count(model, state, members.length);
    return;
  }
  for (const each of members) each.state = 'waiting';
  expel(model, settlement.outcasts);
  if (settlement.nothingStored === true) spare(model, batch);
  if (!settlement.perhapsStored) return;
  for (const each of members)
    each.doubt = settlement.unanswered === true ? 'unanswered' : (each.doubt ?? 'refused');
}

export function spare({ spared }: Model, { seqs }: ModelBatch): void {
  for (const seq of seqs) spared.add(seq);
}

function expel(model: Model, outcasts: readonly Outcast[]): void {
  for (const { seq, to } of outcasts) {
    const entry = model.entries[seq - 1];
    if (!entry || (entry.state !== 'waiting' && entry.state !== 'slow')) continue;
    entry.state = to;
    count(model, to, to === 'quarantined' || to === 'unconfirmed' ? 1 : 0);
  }
}

/** A batch of the outbox, as far as the model speaks of it. */
export function outline(batch: Batch | undefined): ModelBatch | undefined {
  if (!batch) return undefined;
  const { lane, attempt, uncertain } = batch;
  return { lane, attempt, uncertain, seqs: batch.entries.map((each) => each.seq) };
}
