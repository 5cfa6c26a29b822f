/**
 * Owns: the one transaction that makes records durable.
 * Promises: when `take` returns, everything it counted is on the disk; when it throws, nothing of it is, and the
 * journal was told nothing of it.
 */
import { problem } from '../base/problem.ts';
import type { NoteFields } from '../base/note.ts';
import { createAppender } from './append.ts';
import { hashPayload } from './chain.ts';
import { commit, type OutboxContext } from './context.ts';
import { createAdopter } from './adopt.ts';
import type { OutboxEvent } from './events.ts';
import { createFileRows } from './file-rows.ts';
import { createGivenUp, shelfDigest } from './given-up.ts';
import { keysOf, marksText, memberOf, type Keys } from './keys.ts';
import { createLateCounter } from './late-counter.ts';
import type { Known } from './likeness.ts';
import type { FileReading, Lane, NewEntry, NewShelfItem, SourceFile, Taken, TakenFile } from './port.ts';
import { createRecogniser, type Clash, type OutboxProblem, type Reading } from './recognise.ts';
import { createReplacer } from './replace.ts';
import { createShelvedBefore } from './shelved-before.ts';
import { createShelver, isPerhapsSent, type Arrival } from './shelve.ts';

export type { OutboxProblem } from './recognise.ts';

type Tally = { -readonly [Name in keyof Taken]: Taken[Name] };

/** One file while its records are taken. */
interface Taking extends Arrival {
  readonly tally: Tally;
  /** Entries that its records are, or are repetitions of. */
  readonly met: Set<number>;
  /** Undefined: its few records are all in one take. */
  readonly reading: FileReading | undefined;
}

/**
 * The taking side of the outbox. `freeze` is called inside the transaction for every lane that got entries, so
 * that an idle lane's batch costs no second sync.
 */
export function createTaker(
  context: OutboxContext,
  freeze: (lane: Lane) => void,
): (files: readonly TakenFile[]) => readonly Taken[] {
  const append = createAppender(context);
  const recognise = createRecogniser(context.database);
  const files = createFileRows(context);
  const givenUp = createGivenUp(context);
  const adopt = createAdopter(context.database);
  const replacer = createReplacer(context);
  /** What the journal is told once it is true. */
  let notes: (readonly [OutboxEvent, NoteFields])[] = [];
  let lanes = new Set<Lane>();
  let mayBeGivenUp = false;
  const shelvedBefore = createShelvedBefore(context);
  const countLate = createLateCounter(context);
  const shelver = createShelver(context, {
    files,
    givenUp,
    reopen: (digest, label) => replacer.reopen([digest, null, null, label]),
    tell: (label, { file }) => notes.push(['record.reopened', { label, file: file.name }]),
  });

  return (taken) => {
    notes = [];
    lanes = new Set();
    const all = commit(context, () => {
      mayBeGivenUp = givenUp.mayHold();
      const tallies = taken.map(takeFile);
      for (const lane of lanes) freeze(lane);
      return tallies;
    });
    for (const [event, fields] of notes) context.note(event, fields);
    for (const lane of lanes) context.announce(lane);
    return all;
  };

  function takeFile({ file, entries, shelf, reading, ends }: TakenFile): Taken {
    const nowMs = context.clock.now();
    const row = files.write(file, nowMs);
    const before = file.known?.reread === true ? shelvedBefore(row.id) : undefined;
    const tally = { fileId: row.id, stored: 0, duplicates: 0, differing: 0, conflicts: 0, shelved: 0 };
    const met = reading?.met ?? new Set<number>();
    const taking: Taking = { ...row, file, nowMs, tally, met, reading, before };
    for (const entry of entries) takeEntry(entry, taking);
    files.keepCameTime(row.id, file);
    for (const item of shelf) tally.shelved += shelver.shelve(item, taking);
    if (ends && tally.conflicts === 0) shelver.end(ends, nowMs);
    // Reading anew what was read before is no repetition of the POS.
    if (file.rebuilt === true || file.known?.reread === true) return tally;
    context.bump('duplicates', tally.duplicates);
    context.bump('differing_duplicates', tally.differing);
    context.bump('conflicts', tally.conflicts);
    return tally;
  }

  function takeEntry(entry: NewEntry, taking: Taking): void {
    const isRebuilding = taking.file.rebuilt === true;
    const digest =
      isRebuilding || mayBeGivenUp ? shelfDigest(taking.file.name, entry.at, entry.raw) : undefined;
    // In a rebuild a record that was given up on the shelf is not taken, even if it could be an entry by now.
    if (digest && isRebuilding && givenUp.everHeld(digest)) return;
    if (digest && !isRebuilding && shelver.staysGivenUp(entry, digest, taking)) return;
    const keys = keysOf(entry);
    const payloadHash = hashPayload(entry.payload);
    const isReplacement = digest !== undefined && isRebuilding && givenUp.hasReplaced(digest);
    const found = recognise(entry, keys, payloadHash, readingOf(taking, isReplacement));
    if (found.kind !== 'clash') taking.before?.release(entry, taking.nowMs);
    if (found.kind === 'clash') shelveClash(entry, found, taking);
    else if (found.kind === 'duplicate') countDuplicate(entry, found, taking);
    else {
      const seq = store(entry, keys, payloadHash, taking);
      taking.met.add(seq);
      if (found.kind === 'mended') replacer.replace(found.known, entry, taking);
      if (found.kind === 'broughtAgain') bringAgain(entry, seq, found.known, taking);
      else settleStored(entry, taking);
    }
  }

  function readingOf({ root, file, met }: Taking, isReplacement: boolean): Reading {
    const isSameFile = ({ fileId }: Known): boolean => files.rootOf(fileId) === root;
    return {
      isSameFile,
      isInThisFile: (known) => met.has(known.seq) || (file.sameAs !== undefined && isSameFile(known)),
      isReplacement,
      isRebuilding: file.rebuilt === true,
    };
  }

  function settleStored(entry: NewEntry, { tally, file }: Taking): void {
    const state = stateOf(entry, file);
    tally.stored += 1;
    if (state === 'waiting') lanes.add(entry.lane);
    else if (state === 'recorded') context.bump('recorded', 1);
  }

  function shelveClash(entry: NewEntry, clash: Clash, taking: Taking): void {
    taking.tally.conflicts += 1;
    const item = clashItem(entry, clash);
    if (taking.reading?.admit(item) !== false) shelver.shelve(item, taking);
    notes.push(['entry.conflicted', { code: clash.code, label: entry.label, file: taking.file.name }]);
  }

  function countDuplicate(
    entry: NewEntry,
    { known, differing }: { readonly known: Known; readonly differing: boolean },
    { tally, met, file }: Taking,
  ): void {
    tally.duplicates += 1;
    met.add(known.seq);
    adopt(entry, known);
    if (file.unknownSince) countLate(known.seq, file.unknownSince);
    if (!differing) return;
    tally.differing += 1;
    notes.push(['duplicate.differed', { label: entry.label, file: file.name, at: entry.at }]);
  }

  /** Not sent by itself: a person gave up the very same, and sees that the POS means it. */
  function bringAgain(entry: NewEntry, seq: number, known: Known, { tally, file }: Taking): void {
    const { label } = entry;
    replacer.quarantine(seq, problem<OutboxProblem>('outbox.broughtAgain', entry.at, { extId: label }));
    replacer.reopen(memberOf(entry));
    tally.shelved += 1;
    notes.push(['entry.reopened', { label, file: file.name, earlier: known.seq }]);
  }

  function store(entry: NewEntry, keys: Keys, payloadHash: Uint8Array, { id, nowMs, file }: Taking): number {
    const state = stateOf(entry, file);
    append({
      lane: entry.lane,
      party: entry.party,
      label: entry.label,
      state,
      identity: keys.identity,
      alias: keys.alias,
      claim: keys.claim,
      more: keys.more,
      marks: marksText(entry.marks),
      facts: entry.facts,
      fileId: id,
      at: entry.at,
      occurredAtMs: entry.occurredAtMs,
      takenAtMs: nowMs,
      settledAtMs: state === 'recorded' ? nowMs : null,
      rebuilt: isPerhapsSent(file),
      payloadHash,
      payload: entry.payload,
    });
    return context.tail.seq;
  }
}

function stateOf(entry: NewEntry, { arrivesAs }: SourceFile): 'waiting' | 'recorded' | 'doubtful' {
  return entry.state === 'waiting' ? (arrivesAs ?? 'waiting') : entry.state;
}

function clashItem(entry: NewEntry, clash: Clash): NewShelfItem {
  const values = { extId: entry.label, known: clash.known, given: entry.facts };
  const found = problem<OutboxProblem>(clash.code, entry.at, values);
  return { at: entry.at, label: entry.label, raw: entry.raw, problem: found, held: false };
}
