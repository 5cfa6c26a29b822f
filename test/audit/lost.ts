/**
 * Owns: I1, every valid receipt ever dropped is waiting, in the outbox or at HEADO, and at rest at HEADO; what a person
 * has to decide stands where a person sees it. I7, once its file moved, its row is there.
 */
import type { Broken, Dropped, Evidence } from './evidence.ts';
import { timesRegistered } from './identities.ts';
import { entriesOf, tellStory } from './story.ts';

/** States of an entry that nothing and nobody has to look after any more. */
export const OVER: ReadonlySet<string> = new Set(['delivered', 'discarded', 'recorded']);

export function findLost(evidence: Evidence): Broken[] {
  const times = timesRegistered(evidence.calls);
  return evidence.dropped.flatMap((thing) => {
    const says = whyLost(evidence, thing, times.get(thing.identity) ?? 0);
    return says === undefined ? [] : [{ invariant: 'I1' as const, says, story: tellStory(evidence, thing) }];
  });
}

function whyLost(evidence: Evidence, thing: Dropped, times: number): string | undefined {
  const { label, fate } = thing;
  if (fate === 'givenUp' || (fate === 'server' && times > 0)) return undefined;
  if (fate === 'person' && times > 0) return undefined;
  const where = placeOf(evidence, thing);
  if (where === undefined) return `${label} is lost: HEADO does not have it, and nothing here will send it`;
  if (fate === 'server' && evidence.atRest) return `${label} is not at HEADO at rest, but ${where}`;
  return undefined;
}

/** Where it is looked after; undefined: nowhere. */
function placeOf(evidence: Evidence, thing: Dropped): string | undefined {
  const { places, book } = evidence;
  if (places.waiting.has(thing.file)) return 'in the drop folder';
  if (places.rejected.has(thing.file)) return 'among the rejected files';
  const open = entriesOf(evidence, thing).find(({ state }) => !OVER.has(state));
  if (open) return `${open.state} in the outbox`;
  const shelved = book.shelf.find(({ label, isOpen }) => isOpen && label === thing.label);
  return shelved && (shelved.isHeld ? 'held' : 'in quarantine');
}

export function findMissingRows(evidence: Evidence): Broken[] {
  const { places, book } = evidence;
  const missing = evidence.dropped.filter(
    (thing) =>
      thing.fate !== 'givenUp' &&
      places.archived.has(thing.file) &&
      entriesOf(evidence, thing).length === 0 &&
      !book.shelf.some(({ label }) => label === thing.label),
  );
  return missing.map((thing) => ({
    invariant: 'I7',
    says: `the file of ${thing.label} was moved, and its row is gone`,
    story: tellStory(evidence, thing),
  }));
}
