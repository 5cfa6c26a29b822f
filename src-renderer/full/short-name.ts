/**
 * Owns: how a person's name is shortened for a narrow column: «Конищева Мария Александровна» → «Конищева М. А.».
 * Promises: what does not look like surname, name, patronymic stays as it is; invisible signs never become initials.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const PARTS_MAX = 3;
const STARTS_WITH_LETTER = /^\p{L}/u;

/** Parts of a name: initials that were written together («М.А.») count as two. */
function partsOf(name: string): string[] {
  return name
    .replace(INVISIBLE, ' ')
    .replace(/\.(?=\p{L})/gu, '. ')
    .split(/\s+/u)
    .filter((part) => part !== '');
}

/** The surname as it is, then initials; spaces do not break. */
export function shortName(name: string): string {
  const [surname, ...given] = partsOf(name);
  if (surname === undefined) return name.trim();
  const isPerson =
    given.length > 0 &&
    given.length < PARTS_MAX &&
    [surname, ...given].every((part) => STARTS_WITH_LETTER.test(part) && !/\d/u.test(part));
  if (!isPerson) return [surname, ...given].join(' ');
  const initials = given.map((part) => `${String.fromCodePoint(part.codePointAt(0) ?? 0).toUpperCase()}.`);
  return [surname, ...initials].join('\u00A0');
}

/** Short where that tells one from the others: two people with the same initials are written in full. */
export function tellApart(names: readonly string[]): readonly string[] {
  const short = names.map(shortName);
  const times = new Map<string, number>();
  for (const name of short) times.set(name, (times.get(name) ?? 0) + 1);
  return names.map((name, index) => {
    const brief = short[index] ?? name;
    return times.get(brief) === 1 ? brief : name;
  });
}
