/**
 * Owns: comparing the mark of a drop folder with what this data folder knows, and remembering what a person has to
 * decide.
 * Promises: what was waiting in an older copy of the data folder is held at once; an open question outlives what it
 * came from, as new files change both sides of the comparison.
 */
import type { Note } from '../../base/note.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { renameShare } from '../../intake/folder/share.ts';
import { isHeldByAgent } from '../../outbox/lock.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { CoreEvent } from '../events.ts';
import { isRefused, judgeMark, type FoundMark, type OpenQuestion, type Question } from './judge-mark.ts';
import { findMark, newestArchived } from './mark-files.ts';
import type { TwinBook } from './twin.ts';

export type Verdict = 'ours' | Question;

export interface QuestionsOptions {
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
  readonly note: Note<CoreEvent>;
}

const isServed = (theirs: string, ours: string): boolean => theirs !== ours && isHeldByAgent(theirs);

/** What an open drop folder is to us now. */
export type JudgeFolder = (folder: DropHandle) => Verdict;

export function createJudgeFolder({
  paths,
  dataDir,
  outbox,
  twin,
  isWhole,
  heldTo,
  isSending,
  note,
}: QuestionsOptions): JudgeFolder {
  const { whereabouts, doubt } = outbox;
  return (folder) => {
    const { path } = folder;
    const found = findMark(folder);
    followRename(path, found);
    const known = twin.folder(path);
    const others = twin.folders().filter((each) => each.path !== path && paths.includes(each.path));
    const judged = judgeMark({
      found,
      data: twin.data,
      former: twin.former(),
      token: known?.token ?? undefined,
      otherTokens: new Set(others.flatMap(({ token }) => token ?? [])),
      isEmpty: whereabouts.isEmpty(),
      isUnread: !isWhole || whereabouts.unread().includes(path),
      hasUnknownArchive: () => isWhole && !whereabouts.knowsFolder(path) && holdsUnknown(folder),
      isServed: () => found.kind === 'mark' && isServed(found.mark.owner.dataDir, dataDir),
      reaches: whereabouts.reaches,
      knowsGeneration: whereabouts.knowsGeneration,
    });
    if (isRefused(judged)) return judged;
    const verdict = known?.question ?? judged;
    noteSeen(path);
    if (verdict !== 'ours' && verdict !== known?.question) ask(path, verdict, found);
    return verdict;
  };

  /** Renamed in the settings: the token moves with the folder. */
  function followRename(path: string, found: FoundMark): void {
    if (found.kind !== 'mark' || twin.folder(path)?.token === found.mark.owner.token) return;
    const { token } = found.mark.owner;
    const former = twin.folders().find((each) => each.token === token && each.path !== path);
    if (!former || paths.includes(former.path)) return;
    renameShare(dataDir, former.path, path);
    twin.rename(former.path, path);
    whereabouts.renameFolder(former.path, path);
    note('folder.renamed', { from: former.path, folder: path });
  }

  function holdsUnknown(folder: DropHandle): boolean {
    const newest = newestArchived(folder);
    return newest.length > 0 && !newest.some(whereabouts.knowsStored);
  }

  /** The mark is no further than this data folder: nothing was done elsewhere since. */
  function noteSeen(path: string): void {
    const place = twin.place();
    if (!place || !twin.unseen().includes(path)) return;
    const unseen = twin.unseen().filter((each) => each !== path);
    twin.moveTo(place, unseen);
    if (unseen.length > 0 || twin.folders().some(({ question }) => question === 'ahead')) return;
    for (const { path: each } of twin.folders())
      if (!whereabouts.unread().includes(each)) doubt.release({ folder: each }, 'sure');
  }

  function holdAll(path: string): void {
    if (!isSending()) doubt.dissolveOpen();
    note('entries.held', { folder: path, entries: doubt.hold(heldTo()) });
  }

  function ask(path: string, question: OpenQuestion, found: FoundMark): void {
    if (question === 'ahead') holdAll(path);
    if (found.kind === 'mark' && question === 'lost') twin.addFormer(found.mark.owner.data);
    twin.change(path, { question, askedAtSeq: heldTo() });
    note('folder.questioned', { folder: path, question });
  }
}
