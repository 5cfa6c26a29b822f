/**
 * Owns: I2, HEADO has each receipt once. It may have one again only where the agent could not know (no answer came, a
 * refusal in part, a database that was lost), wrote that down before it sent again, and counted it.
 */
import type { Book, Broken, Carried, Evidence } from './evidence.ts';
import { timesRegistered } from './identities.ts';
import { entriesOf, tellStory } from './story.ts';

/** Counters of what was, or will be, sent again without knowing. */
const RESENDS = ['uncertain_resends', 'refusal_resends', 'rebuild_resends'] as const;

export function countedResends({ counters }: Book): number {
  return RESENDS.reduce((sum, name) => sum + (counters[name] ?? 0), 0);
}

export function findUnexplained(evidence: Evidence): Broken[] {
  const { calls, book, carried, dropped } = evidence;
  const times = timesRegistered(calls);
  const broken: Broken[] = [];
  for (const thing of dropped) {
    const found = times.get(thing.identity) ?? 0;
    const known = postsOf(evidence, thing) + (carried?.posts.get(thing.identity) ?? 0);
    if (found <= 1 || found <= known) continue;
    broken.push({
      invariant: 'I2',
      says: `HEADO has ${thing.label} ${found} times, the outbox knows of ${known} posts`,
      story: tellStory(evidence, thing),
    });
  }
  const repeats = [...times.values()].reduce((sum, each) => sum + each - 1, 0);
  const counted = countedResends(book) + (carried?.counted ?? 0);
  if (repeats > counted) {
    const repeated = dropped.filter(({ identity }) => (times.get(identity) ?? 0) > 1);
    const story = repeated.flatMap((thing) => tellStory(evidence, thing));
    broken.push({ invariant: 'I2', says: `${repeats} repeats at HEADO, ${counted} counted`, story });
  }
  return broken;
}

/** Posts that may have registered it, by the outbox's own record. */
function postsOf(evidence: Evidence, thing: { readonly identity: string; readonly label: string }): number {
  const batches = entriesOf(evidence, thing).flatMap((entry) => entry.batches);
  return batches.reduce((sum, { posts }) => sum + posts, 0);
}

/**
 * What goes with a book that is lost or exchanged for an older copy of itself, on top of what went before. What
 * the copy still tells is not carried. While the question of a lost archive is open nobody knows what that archive
 * held: what was sent of it meanwhile was still to be counted, and goes uncounted with the book.
 */
export function carryOver(before: Carried | undefined, lost: Book, copy?: Book): Carried {
  const gone = postsBy(lost);
  for (const [identity, known] of copy ? postsBy(copy) : [])
    gone.set(identity, (gone.get(identity) ?? 0) - known);
  const posts = new Map(before?.posts);
  let uncounted = 0;
  for (const [identity, known] of gone) {
    const earlier = posts.get(identity) ?? 0;
    if (lost.isAsked && earlier > 0 && known > 0) uncounted += 1;
    posts.set(identity, earlier + known);
  }
  const counted = countedResends(lost) - (copy ? countedResends(copy) : 0);
  return { counted: (before?.counted ?? 0) + counted + uncounted, posts };
}

/** How often this book posted each. */
function postsBy({ entries }: Book): Map<string, number> {
  const posts = new Map<string, number>();
  for (const { identity, batches } of entries) {
    const known = batches.reduce((sum, batch) => sum + batch.posts, 0);
    posts.set(identity, (posts.get(identity) ?? 0) + known);
  }
  return posts;
}
