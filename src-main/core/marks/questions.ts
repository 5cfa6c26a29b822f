/**
 * Owns: comparing the mark of a drop folder with what this data folder knows, and remembering what a person has to
 * decide.
 * Promises: what was waiting from a folder whose mark was not compared since this process began is held until it is;
 * nothing is let go before the mark was judged under the folder's lock and its question asked; an open question outlives what it came from, as
 * new files change both sides of the comparison.
 */
import { hostname } from 'node:os';
import type { Note } from '../../base/note.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { renameShare } from '../../intake/folder/share.ts';
import { isHeldByAgent } from '../../outbox/lock.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { CoreEvent } from '../events.ts';
import { isRefused, judgeMark, type FoundMark, type OpenQuestion, type Question } from './judge-mark.ts';
import { findMark, newestArchived } from './mark-files.ts';
import { isUnbound } from './token.ts';
import type { KnownFolder, TwinBook } from './twin.ts';

export type Verdict = 'ours' | Question;

export interface FolderJudgeOptions {
  /** Drop folders of the settings. */
  readonly paths: readonly string[];
  readonly outbox: Pick<FullOutbox, 'whereabouts' | 'doubt'>;
  readonly dataDir: string;
  readonly twin: TwinBook;
  /** False where a rebuild is due: the database knows nothing of files that were taken. */
  readonly isWhole: boolean;
  /** The last row that was there when this process began: receipts of new files go. */
  readonly heldTo: () => number;
  /** Whether batches may be in flight by now. */
  readonly isSending: () => boolean;
  /** What lies in the archive of a folder whose history is not known. */
  readonly remember: (folder: DropHandle) => void;
  readonly note: Note<CoreEvent>;
}

const isServed = (theirs: string, ours: string): boolean => theirs !== ours && isHeldByAgent(theirs);

/** What an open drop folder is to us now. */
export type JudgeFolder = (folder: DropHandle) => Verdict;

export interface FolderJudge {
  /** Changes nothing. */
  readonly look: JudgeFolder;
  /** The folder comes: what follows is done, too. What does not fit is asked and held; what was held for it alone goes. */
  readonly meet: JudgeFolder;
  /** Before anything is sent: nobody knows how old the data folder is. */
  holdAll(): void;
  /** Before anything is sent: holds what was waiting from marked folders that were not compared. */
  holdUncompared(): void;
  /** Its mark was not compared since this process began. */
  isUncompared(path: string): boolean;
  /** Whether a newer data folder may have sent more of what the folder holds than is known here. */
  isInDoubt(path: string): boolean;
  /** Another agent has the folder: what is waiting from there may be its own, until the folder is ours and compared. */
  heldByOther(path: string): void;
  /** A person decided about the folder. */
  decided(path: string): void;
}

export function createFolderJudge({
  paths,
  dataDir,
  outbox,
  twin,
  isWhole,
  heldTo,
  isSending,
  remember,
  note,
}: FolderJudgeOptions): FolderJudge {
  const { whereabouts, doubt } = outbox;
  /** A backup in the same place looks like the original: only the mark tells. What was asked before was held then. */
  const uncompared = new Set(
    twin.folders().flatMap(({ path, token, question }) => (token !== null && question === null ? path : [])),
  );

  function judge(folder: DropHandle, found: FoundMark): { judged: Verdict; asked: OpenQuestion | null } {
    const { path } = folder;
    const known = formerOf(path, found) ?? twin.folder(path);
    const asked = known?.question ?? null;
    const others = twin.folders().filter((each) => each.path !== path && paths.includes(each.path));
    const isBound = known !== undefined && !isUnbound(known, whereabouts);
    const judged = judgeMark({
      found,
      data: twin.data,
      former: twin.former(),
      token: isBound ? (known.token ?? undefined) : undefined,
      left: isBound ? known.left : [],
      otherTokens: new Set(others.flatMap(({ token }) => token ?? [])),
      isEmpty: whereabouts.isEmpty(),
      isUnread: !isWhole || whereabouts.unread().includes(path),
      hasUnknownArchive: () => isWhole && (asked !== null || holdsUnknown(folder)),
      place: { dataDir, host: hostname() },
      isServed: () => found.kind === 'mark' && isServed(found.mark.owner.dataDir, dataDir),
      reaches: whereabouts.reaches,
      knowsGeneration: whereabouts.knowsGeneration,
    });
    return { judged, asked };
  }

  const settle = (judged: Verdict, asked: OpenQuestion | null): Verdict =>
    isRefused(judged) ? judged : (asked ?? judged);

  return {
    look(folder) {
      const { judged, asked } = judge(folder, findMark(folder));
      return settle(judged, asked);
    },
    meet(folder) {
      const { path } = folder;
      const found = findMark(folder);
      followRename(folder, found);
      const { judged, asked } = judge(folder, found);
      const verdict = settle(judged, asked);
      if (isRefused(verdict)) return verdict;
      if (verdict !== 'ours' && verdict !== asked) {
        if (verdict === 'lost') remember(folder);
        ask(path, verdict, found);
      }
      if (verdict === 'ours') noteCompared(path);
      return verdict;
    },
    holdAll: () => hold(),
    holdUncompared() {
      for (const path of uncompared) hold(path);
    },
    isUncompared: (path) => uncompared.has(path),
    isInDoubt(path) {
      const question = twin.folder(path)?.question;
      return uncompared.has(path) || question === 'ahead' || question === 'torn';
    },
    heldByOther(path) {
      const known = twin.folder(path);
      if (uncompared.has(path) || known?.question || (known?.token ?? null) === null) return;
      uncompared.add(path);
      hold(path);
    },
    decided(path) {
      forgetUncompared(path);
      const isAhead = twin.folders().some(({ question }) => question === 'ahead');
      if (!isAhead && doubt.count() === 0) twin.setOlder(false);
    },
  };

  /** What is known of a folder that was renamed in the settings, under its former name. */
  function formerOf(path: string, found: FoundMark): KnownFolder | undefined {
    if (found.kind !== 'mark' || twin.folder(path)?.token === found.mark.owner.token) return undefined;
    const { token } = found.mark.owner;
    const former = twin.folders().find((each) => each.token === token && each.path !== path);
    return former && !paths.includes(former.path) ? former : undefined;
  }

  /** The token moves with the folder. */
  function followRename({ path, disk }: DropHandle, found: FoundMark): void {
    const former = formerOf(path, found);
    if (!former) return;
    renameShare(disk, dataDir, former.path, path);
    twin.rename(former.path, path);
    whereabouts.renameFolder(former.path, path);
    if (uncompared.delete(former.path)) uncompared.add(path);
    note('folder.renamed', { from: former.path, folder: path });
  }

  function holdsUnknown(folder: DropHandle): boolean {
    const newest = newestArchived(folder);
    return newest.length > 0 && !whereabouts.knowsAnyStored(newest);
  }

  /** The mark is no further than this data folder: nothing was done elsewhere since. */
  function noteCompared(path: string): void {
    if (!forgetUncompared(path) || twin.unseen().length > 0 || twin.isOlder()) return;
    for (const folder of doubt.folders()) if (!mustWait(folder)) doubt.release({ folder }, 'sure');
  }

  function mustWait(path: string): boolean {
    const question = twin.folder(path)?.question ?? null;
    return question !== null || uncompared.has(path) || whereabouts.unread().includes(path);
  }

  function forgetUncompared(path: string): boolean {
    const wasUnseen = twin.unseen().includes(path);
    if (wasUnseen) twin.setUnseen(twin.unseen().filter((each) => each !== path));
    return uncompared.delete(path) || wasUnseen;
  }

  function hold(path?: string): void {
    if (!isSending()) doubt.dissolveOpen(path);
    const entries = doubt.hold(heldTo(), path);
    if (entries > 0) note('entries.held', { folder: path ?? '', entries });
  }

  function ask(path: string, question: OpenQuestion, found: FoundMark): void {
    if (question === 'ahead') {
      twin.setOlder(true);
      hold();
      doubt.countAside(heldTo());
    }
    if (question === 'torn' && uncompared.has(path)) doubt.countAside(heldTo(), path);
    if (found.kind === 'mark' && question === 'lost') twin.addFormer(found.mark.owner.data);
    twin.change(path, { question, askedAtSeq: heldTo() });
    note('folder.questioned', { folder: path, question });
  }
}
