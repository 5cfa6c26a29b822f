/**
 * Owns: `recover`: what a person decides about drop folders whose history this data folder does not know (drop
 * folder, "Whose the folder is"; decisions 47).
 * Promises: without a choice nothing changes; what is sent again counts as perhaps sent before; what is not sent is
 * remembered, so that it is recognised, also after a rebuild; a question stays open until all of it was done.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok } from '../../base/result.ts';
import type { CommandArgs, CommandResult, Operations } from '../control/commands.ts';
import { hasGrown } from '../../intake/compare-taken.ts';
import { withStill } from '../drop-folders.ts';
import type { Verdict } from '../marks/questions.ts';
import { partSince, takenAtMs, type Parted } from '../marks/taken-at.ts';
import type { Taken } from '../../outbox/port.ts';
import type { Store } from '../open-store.ts';
import type { ArchivedFile, ReplayOptions } from '../replay-archive.ts';
import { isoOrNull } from './shapes.ts';

export type RecoverProblem =
  /** Values: `path`. */
  | 'recover.unknownFolder'
  /** Another `recover` is at work. */
  | 'recover.running'
  /** Not everything could be read. Values: `path`. */
  | 'recover.partly'
  /** The folder is not there. Values: `path`. */
  | 'recover.away';

type Args = CommandArgs<'recover'>;
type Item = CommandResult<'recover'>['folders'][number];

interface Case {
  readonly path: string;
  readonly verdict: Verdict | 'absent';
  readonly isDue: boolean;
  readonly doubtful: number;
}

/** `decided`: called when folders may be taken from that were refused before. */
export function recoverOperation(store: Store, decided: () => void): Pick<Operations, 'recover'> {
  let running = false;
  return {
    async recover(args) {
      if (running) return fail(problem<RecoverProblem>('recover.running'));
      const cases = openCases(store, args);
      if (!cases)
        return fail(problem<RecoverProblem>('recover.unknownFolder', '', { path: args.folder ?? '' }));
      running = true;
      try {
        const folders: Item[] = [];
        for (const each of cases)
          folders.push(await (args.choice === 'show' ? show : decide)(store, each, args));
        if (args.choice !== 'show') decided();
        return ok({ folders, open: folders.filter(({ open }) => open).length });
      } finally {
        running = false;
      }
    },
  };
}

/** Undefined: no folder is called so. */
function openCases({ settings, opened, marks }: Store, { folder: wanted, choice }: Args): Case[] | undefined {
  const { whereabouts, doubt } = opened.outbox;
  const known = [
    ...settings.drop.folders.map(({ path }) => path),
    ...marks.twin.folders().map(({ path }) => path),
    ...whereabouts.unread(),
    ...doubt.folders(),
  ];
  const judge = choice === 'show' ? marks.judge.look : marks.gate.meet;
  const paths = [...new Set(known)].filter((path) => wanted === undefined || path === wanted);
  if (wanted !== undefined && paths.length === 0) return undefined;
  return paths
    .map((path): Case => ({
      path,
      verdict: withStill(path, settings.dataDir, (folder) => judge(folder)) ?? 'absent',
      isDue: whereabouts.unread().includes(path),
      doubtful: doubt.count({ folder: path }),
    }))
    .filter(
      ({ verdict, isDue, doubtful }) => (verdict !== 'ours' && verdict !== 'absent') || isDue || doubtful > 0,
    );
}

async function show(store: Store, found: Case, { from }: Args): Promise<Item> {
  const { outbox } = store.opened;
  const sinceMs = from === undefined ? 0 : Date.parse(from);
  const seen = { files: 0, receipts: 0, fromMs: Infinity, toMs: -Infinity };
  if (found.verdict !== 'absent') {
    await readUnknown(store, found, (slice) => {
      for (const file of slice) {
        const { since } = partSince(file, sinceMs, store.zone);
        if (!since) continue;
        const unknown = since.entries.filter(
          ({ identity, own, aliases = [] }) => ![identity, own, ...aliases].some(knows),
        );
        const atMs = Math.max(momentOf(file, store), sinceMs);
        seen.files += 1;
        seen.receipts += unknown.length;
        seen.fromMs = Math.min(seen.fromMs, atMs);
        seen.toMs = Math.max(seen.toMs, atMs);
      }
      return undefined;
    });
  }
  return {
    ...itemOf(found),
    unknown: {
      files: seen.files,
      receipts: seen.receipts,
      from: isoOrNull(seen.files > 0 ? seen.fromMs : null),
      to: isoOrNull(seen.files > 0 ? seen.toMs : null),
    },
  };

  function knows(key: string | undefined): boolean {
    return key !== undefined && outbox.knows(key);
  }
}

async function decide(store: Store, found: Case, { choice, from }: Args): Promise<Item> {
  const { path } = found;
  const { marks, opened, journal } = store;
  const { outbox } = opened;
  const sinceMs = from === undefined ? 0 : Date.parse(from);
  const item = itemOf(found);
  if (found.verdict === 'absent') return forget(store, found, { choice, sinceMs });
  if (found.verdict === 'lost' && withStill(path, store.settings.dataDir, marks.seen.areGone))
    return { ...item, problem: away(path) };
  let kept = 0;
  await marks.newer.lookThrough(path);
  const unknownSince = { seq: marks.twin.folder(path)?.askedAtSeq ?? 0, counted: new Set<number>() };
  const replayed = await readUnknown(store, found, (unknown) => {
    const slice = unknown.map((each) => ({ ...each, file: { ...each.file, unknownSince } }));
    const parts = slice.map((file) =>
      choice === 'resend' ? partSince(file, sinceMs, store.zone) : { since: undefined, before: file },
    );
    const { taken, stored } = takeParts(outbox, parts);
    kept += stored;
    return taken;
  });
  const resent = choice === 'resend' ? outbox.doubt.release({ folder: path, sinceMs }, 'resent') : 0;
  kept += outbox.doubt.keep({ folder: path });
  journal.note('folder.recovered', { folder: path, choice, resent, kept });
  const done = { ...item, resent, kept };
  marks.shortage.wasRead(path);
  const isAll = replayed.isWhole && marks.shortage.missing(path) === 0;
  if (!isAll && choice === 'resend' && mayHoldMore(found))
    return { ...done, problem: problem<RecoverProblem>('recover.partly', '', { path }) };
  const refused = withStill(path, store.settings.dataDir, (folder) => marks.gate.settle(folder));
  if (refused) return { ...done, problem: refused };
  marks.twin.change(path, { question: null });
  marks.seen.forget(path);
  marks.archives.markRead(path);
  marks.judge.decided(path);
  return { ...done, open: false };
}

/** Answers for each file, and how many records were not known before and are kept without being sent. */
function takeParts(
  { take, doubt }: Store['opened']['outbox'],
  parts: readonly Parted<ArchivedFile>[],
): { taken: readonly Taken[]; stored: number } {
  const again = parts.filter(({ since }) => since !== undefined);
  const answers = take(
    again.flatMap(({ since }) =>
      since ? { ...since, file: { ...since.file, arrivesAs: 'doubtful' as const } } : [],
    ),
  );
  const taken = new Map(answers.map((answer, index) => [again[index], answer]));
  const kept = parts.filter(({ before }) => before !== undefined);
  const known = doubt.takeAsKnown(
    kept.flatMap((part) => {
      const fileId = taken.get(part)?.fileId;
      const file = fileId === undefined ? {} : { known: { fileId, reread: false } };
      return part.before ? { ...part.before, file: { ...part.before.file, ...file } } : [];
    }),
  );
  known.forEach((answer, index) => taken.set(kept[index], taken.get(kept[index]) ?? answer));
  return {
    taken: parts.flatMap((part) => taken.get(part) ?? []),
    stored: known.reduce((sum, { stored }) => sum + stored, 0),
  };
}

/** Where the mark alone is missing there may be no archive either. */
function mayHoldMore({ verdict, isDue }: Case): boolean {
  return verdict !== 'missing' || isDue;
}

/** A folder that is gone for good, and that the settings name no more: only what the outbox holds of it is left. */
function forget(
  { settings, marks, opened, journal }: Store,
  found: Case,
  { choice, sinceMs }: { readonly choice: Args['choice']; readonly sinceMs: number },
): Item {
  const { path } = found;
  const { doubt } = opened.outbox;
  if (settings.drop.folders.some((each) => each.path === path))
    return { ...itemOf(found), problem: away(path) };
  const resent = choice === 'resend' ? doubt.release({ folder: path, sinceMs }, 'resent') : 0;
  const kept = doubt.keep({ folder: path });
  if (found.isDue && choice === 'resend') return { ...itemOf(found), resent, kept, problem: away(path) };
  marks.archives.markRead(path);
  marks.twin.forget(path);
  marks.seen.forget(path);
  marks.judge.decided(path);
  journal.note('folder.recovered', { folder: path, choice, resent, kept });
  return { ...itemOf(found), resent, kept, open: false };
}

/** What lies in the archive and this outbox does not have: files, and what was written to a file after it was read. */
function readUnknown(
  { marks, opened }: Store,
  { path, verdict }: Case,
  take: ReplayOptions['take'],
): ReturnType<Store['marks']['archives']['read']> {
  const known = opened.outbox.whereabouts.storedIn(path);
  return marks.archives.read(path, {
    take,
    skip({ storedAs, facts }) {
      const read = known.get(storedAs);
      // After a loss what is known was taken since then, and so is what is written to it.
      return read !== undefined && (verdict === 'lost' || !hasGrown(read, facts));
    },
  });
}

function momentOf({ file, changedAtMs }: ArchivedFile, { zone }: Store): number {
  return takenAtMs({ ...file, changedAtMs }, zone);
}

function itemOf({ path, verdict, isDue, doubtful }: Case): Item {
  return {
    path,
    question: verdict === 'ours' ? null : verdict,
    due: isDue,
    doubtful,
    unknown: null,
    resent: 0,
    kept: 0,
    problem: null,
    open: true,
  };
}

function away(path: string): Problem<RecoverProblem> {
  return problem<RecoverProblem>('recover.away', '', { path });
}
