/**
 * Owns: rejected files that the agent remembers nothing of: of an older version, of a lost data folder, or lying where
 * they belonged while the drop folder had another owner.
 * Promises: they stay in the list; what is wrong with them is found by reading them, never in what lies beside them.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readGuarded } from './crash-memory.ts';
import { faultCode, faultKind } from './faults.ts';
import { removeQuietly } from './folder/create-file.ts';
import { moveFile } from './folder/move-file.ts';
import { IN_DATA } from './folder/places.ts';
import { loadFile } from './load-file.ts';
import { REASON_SUFFIX, REJECTED } from './names.ts';
import { tellPeople } from './reject.ts';
import { rejectDeadly, rejectTooLarge, rejectUnfinished, type RejectedFile } from './reject-reason.ts';
import { readRejected, type RejectedItem } from './rejected-list.ts';
import { saveRecord } from './rejection-record.ts';
import { fileKey, type Scene } from './scene.ts';

/** Reads the files of these names, as far as nothing is remembered of them. Throws what the disk throws. */
export async function adoptRejected(scene: Scene, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const item = readRejected(scene.folder, name);
    if (!item || item.record) continue;
    const { storedName, sinceMs } = item;
    const { name: file, facts, sha256, problem } = await examine(scene, item);
    const record = { storedName, file, facts, sha256, problem, sinceMs };
    saveRecord(scene.folder, record);
    tellPeople(scene, record);
    await nextTurn();
  }
}

/** What can be read to its end has no known reason to lie there: a person decides. */
async function examine(scene: Scene, item: RejectedItem): Promise<RejectedFile> {
  const { context, folder, settings } = scene;
  const { maxFileBytes, staleMs } = context.limits;
  const { storedName: name, facts, problem } = item;
  if (facts.sizeBytes > maxFileBytes) return rejectTooLarge(name, facts, maxFileBytes);
  const unread: RejectedFile = { name, facts, sha256: '', problem };
  const place = { folder: folder.open(folder.rejected, false), name, calledName: name };
  const key = fileKey(scene, `${folder.rejected}/${name}`);
  const found = await readGuarded(context, key, facts, async () => {
    const loaded = await loadFile(context, { settings }, place, facts);
    if (!loaded.ok) return { kind: 'read', file: unread } as const;
    const { reading, sha256 } = loaded.value;
    const file: RejectedFile =
      reading.state === 'complete'
        ? { name, facts, sha256, problem }
        : rejectUnfinished(loaded.value, reading, 'incomplete', staleMs);
    return { kind: 'read', file } as const;
  });
  return found.kind === 'deadly' ? rejectDeadly(name, facts, found.crashes) : found.file;
}

/**
 * Rejected files come to where they belong. The other place is of a time when the folder belonged to somebody else; a file
 * of the same name is a copy of it. One that cannot come costs no other, and comes at the next opening. Throws what the
 * disk throws at listing.
 */
export function bringTogether(scene: Scene): void {
  const { folder, context, settings } = scene;
  const other = folder.own ? IN_DATA + REJECTED : REJECTED;
  for (const name of listOther(folder, other)) {
    try {
      bringOver(scene, other, name);
    } catch (error) {
      const fields = { folder: settings.path, file: name, step: 'rejected', error: faultCode(error) };
      context.note('intake.failed', fields);
    }
  }
}

function bringOver({ folder, context }: Scene, other: string, name: string): void {
  const from = { folder: folder.open(other, false), name };
  const to = { folder: folder.open(folder.rejected, true), name };
  if (from.folder.examine(name).kind !== 'file') return;
  if (folder.own) removeQuietly(to);
  else if (to.folder.stats(name)) return;
  moveFile(from, to, { copyBytesMax: context.limits.maxFileBytes });
}

function listOther(folder: Scene['folder'], place: string): readonly string[] {
  try {
    return folder
      .open(place, false)
      .list()
      .filter((name) => !name.endsWith(REASON_SUFFIX));
  } catch (error) {
    if (faultKind(error) === 'gone' || !folder.own) return [];
    throw error;
  }
}
