/**
 * Owns: rejected files that the agent remembers nothing of: of an older version, of a lost data folder, or lying where
 * they belonged while the drop folder had another owner.
 * Promises: they stay in the list; what is wrong with them is found by reading them, never in what lies beside them.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { faultKind } from './faults.ts';
import { removeQuietly } from './folder/create-file.ts';
import { moveFile } from './folder/move-file.ts';
import { IN_DATA } from './folder/places.ts';
import { REASON_SUFFIX, REJECTED } from './names.ts';
import { tellPeople } from './reject.ts';
import { rejectTooLarge, rejectUnfinished, type RejectedFile } from './reject-reason.ts';
import { loadRejected } from './rejected-actions.ts';
import { listRejected, type RejectedItem } from './rejected-list.ts';
import { saveRecord } from './rejection-record.ts';
import type { Scene } from './scene.ts';

/** Files read anew at one opening of the folder; the next opening goes on. */
const ADOPTED_MAX = 200;

/** Throws what the disk throws; what was adopted until then stays so. */
export async function adoptRejected(scene: Scene): Promise<void> {
  bringTogether(scene);
  const unknown = listRejected(scene.folder).filter(({ record }) => record === undefined);
  for (const item of unknown.slice(0, ADOPTED_MAX)) {
    const { storedName, sinceMs } = item;
    const { name: file, facts, sha256, problem } = examine(scene, item);
    const record = { storedName, file, facts, sha256, problem, sinceMs };
    saveRecord(scene.folder, record);
    tellPeople(scene, record);
    await nextTurn();
  }
}

/** What can be read to its end has no known reason to lie there: a person decides. */
function examine(scene: Scene, item: RejectedItem): RejectedFile {
  const { maxFileBytes, staleMs } = scene.context.limits;
  const { storedName: name, facts, problem } = item;
  if (facts.sizeBytes > maxFileBytes) return rejectTooLarge(name, facts, maxFileBytes);
  const loaded = loadRejected(scene, item);
  if (!loaded) return { name, facts, sha256: '', problem };
  const { reading, sha256 } = loaded;
  if (reading.state === 'complete') return { name, facts, sha256, problem };
  return rejectUnfinished(loaded, reading, 'incomplete', staleMs);
}

/** The other place is of a time when the folder belonged to somebody else; a file of the same name is a copy of it. */
function bringTogether({ folder }: Scene): void {
  const other = folder.own ? IN_DATA + REJECTED : REJECTED;
  for (const name of listOther(folder, other)) {
    const from = { folder: folder.open(other, false), name };
    const to = { folder: folder.open(folder.rejected, true), name };
    if (from.folder.examine(name).kind !== 'file') continue;
    if (folder.own) removeQuietly(to);
    else if (to.folder.stats(name)) continue;
    moveFile(from, to);
  }
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
