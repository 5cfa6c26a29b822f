/** Owns: the way of one receipt in words, from its file to HEADO, put together from everything that is known. */
import type { Book, BookedEntry, Broken, Dropped, Evidence } from './evidence.ts';
import { sightingsIn } from './identities.ts';

type Names = Pick<Dropped, 'identity' | 'label'>;

const indexes = new WeakMap<Book, ReadonlyMap<string, readonly BookedEntry[]>>();
const forgotten = (label: string): string => `forgotten ${label}`;

/** Entries of a thing: by its identity, or by its label where the text was forgotten. */
export function entriesOf(
  { book }: Pick<Evidence, 'book'>,
  { identity, label }: Names,
): readonly BookedEntry[] {
  const index = indexes.get(book) ?? indexBook(book);
  return [...(index.get(identity) ?? []), ...(index.get(forgotten(label)) ?? [])];
}

function indexBook(book: Book): ReadonlyMap<string, readonly BookedEntry[]> {
  const index = Map.groupBy(book.entries, ({ identity, label }) =>
    identity === '' ? forgotten(label) : identity,
  );
  indexes.set(book, index);
  return index;
}

export function tellStory(evidence: Evidence, thing: Dropped): string[] {
  const { places, book, calls } = evidence;
  const lies = [
    ...(places.waiting.has(thing.file) ? ['in the drop folder'] : []),
    ...(places.archived.has(thing.file) ? ['in the archive'] : []),
    ...(places.rejected.has(thing.file) ? ['among the rejected'] : []),
  ];
  const entries = entriesOf(evidence, thing).flatMap((entry) => [
    `outbox: entry ${entry.seq} of lane ${entry.lane} is ${entry.state}${withProblem(entry.problem)}`,
    ...entry.batches.map(
      ({ id, state, posts, uncertain, told }) =>
        `  batch ${id}: ${state}, posted ${posts} times${uncertain ? ', uncertain' : ''}${told.length > 0 ? `: ${told.join('; ')}` : ''}`,
    ),
  ]);
  const shelved = book.shelf
    .filter(({ label }) => label === thing.label)
    .map(
      ({ isOpen, isHeld, problem }) =>
        `shelf: ${isOpen ? (isHeld ? 'held' : 'waits for a person') : 'closed'}${withProblem(problem)}`,
    );
  const seen = sightingsIn(calls)
    .filter(({ identity }) => identity === thing.identity)
    .map(
      ({ call, committed }) =>
        `HEADO: call ${call.n} ${committed ? 'registered it' : 'did not register it'}${told(call)}`,
    );
  return [
    `${thing.label} (${thing.identity}), to be ${FATES[thing.fate]}`,
    `file ${thing.file}: ${lies.length > 0 ? lies.join(' and ') : 'nowhere'}`,
    ...(entries.length > 0 ? entries : ['outbox: no entry']),
    ...shelved,
    ...(seen.length > 0 ? seen : ['HEADO: never seen']),
  ];
}

const FATES = { server: 'at HEADO', person: 'in quarantine', givenUp: 'given up' } as const;

function withProblem(problem: string): string {
  return problem === '' ? '' : ` (${problem})`;
}

function told({ behaviour, errorCode }: Evidence['calls'][number]): string {
  const words = [behaviour, errorCode === undefined ? undefined : `error ${errorCode}`];
  const said = words.filter((word) => word !== undefined);
  return said.length > 0 ? ` (${said.join(', ')})` : '';
}

/** What was broken, as a person reads it. */
export function tellBroken(broken: readonly Broken[]): string {
  return broken
    .map(({ invariant, says, story }) =>
      [`${invariant}: ${says}`, ...story.map((line) => `    ${line}`)].join('\n'),
    )
    .join('\n');
}
