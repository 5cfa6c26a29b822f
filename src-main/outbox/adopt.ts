/**
 * Owns: what a stored entry learns from its repetitions: another format or other settings call the same thing by
 * further names, and one that comes later may say its number. Whoever knows one of the names is recognised by it.
 */
import type { DatabaseSync } from 'node:sqlite';
import { marksText, MORE_KEYS_MAX, namesOf } from './keys.ts';
import type { Known } from './likeness.ts';
import type { NewEntry } from './port.ts';

/** Works inside the caller's transaction. A name that another entry has stays that one's. */
export function createAdopter(database: DatabaseSync): (entry: NewEntry, known: Known) => void {
  const addKey = database.prepare('INSERT OR IGNORE INTO keys (key, seq) VALUES (?, ?)');
  const setNames = database.prepare(
    "UPDATE entries SET more = unhex(coalesce(hex(more), '') || ?1), marks = ?2 WHERE seq = ?3",
  );

  return (entry, known) => {
    if (known.isOld && !hasPlainName(entry, known)) return;
    const fresh = namesOf(entry).filter((name) => !known.names.has(name));
    const marks = { ...entry.marks, ...known.marks };
    const knewAll = Object.keys(marks).length === Object.keys(known.marks).length;
    if ((fresh.length === 0 && knewAll) || known.names.size >= MORE_KEYS_MAX) return;
    const added = new Set(fresh).values().filter((name) => {
      return addKey.run(Buffer.from(name, 'hex'), known.seq).changes > 0;
    });
    setNames.run([...added].join(''), marksText(marks), known.seq);
  };
}

/** A row of version 0.1.0 with another identity than these has a mark that nobody knows; it must not get a second. */
function hasPlainName({ identity, plain }: NewEntry, known: Known): boolean {
  return known.identity === identity || known.identity === plain;
}
