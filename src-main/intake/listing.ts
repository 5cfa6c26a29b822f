/**
 * Owns: what one wake-up sees in a folder. One listing during writes has holes (20 % of them in our trials), so
 * a folder is listed twice: what the first saw, plus the names of the second that sort before the last of it
 * (drop folder, "Taking a file" 4; quality, "What was learned"). Later names are left to the next wake-up,
 * which they cause themselves: taking them now could overtake a hole of the second listing.
 * Refuses to know: what lies behind the names.
 */
import { kindOfName } from './names.ts';
import { compareNatural } from './natural-order.ts';

export interface Listing {
  /** Files to look at, in natural order. */
  readonly names: readonly string[];
  /** Names of `.done` markers. */
  readonly markers: ReadonlySet<string>;
  /** Temporary names, of files still being written. */
  readonly temporaries: readonly string[];
  /** The second listing saw names that this one leaves to the next wake-up. */
  readonly more: boolean;
}

/** Lists twice through `list` and merges. Throws what `list` throws. */
export function listTwice(list: () => readonly string[]): Listing {
  const first = list();
  return mergeListings(first, list());
}

/** Pure part of `listTwice`. */
export function mergeListings(first: readonly string[], second: readonly string[]): Listing {
  const markers = new Set<string>();
  const temporaries: string[] = [];
  const names: string[] = [];
  for (const name of first) {
    const kind = kindOfName(name);
    if (kind === 'data') names.push(name);
    else if (kind === 'marker') markers.add(name);
    else if (kind === 'temporary') temporaries.push(name);
  }
  const { earlier, more } = sameNames(first, second)
    ? { earlier: [], more: false }
    : addSecond(first, second, findLast(names), markers);
  return { names: names.concat(earlier).sort(compareNatural), markers, temporaries, more };
}

function findLast(names: readonly string[]): string | undefined {
  let last: string | undefined;
  for (const name of names) if (last === undefined || compareNatural(name, last) > 0) last = name;
  return last;
}

function addSecond(
  first: readonly string[],
  second: readonly string[],
  last: string | undefined,
  markers: Set<string>,
): { readonly earlier: string[]; readonly more: boolean } {
  const seen = new Set(first);
  const earlier: string[] = [];
  let more = false;
  for (const name of second) {
    if (seen.has(name)) continue;
    const kind = kindOfName(name);
    if (kind === 'marker') markers.add(name);
    if (kind !== 'data') continue;
    if (last !== undefined && compareNatural(name, last) < 0) earlier.push(name);
    else more = true;
  }
  return { earlier, more };
}

/** A quiet folder lists the same names in the same order; that needs no set. */
function sameNames(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((name, index) => name === second[index]);
}
