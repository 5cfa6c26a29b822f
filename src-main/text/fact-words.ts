/** Owns: the words for the small facts of a receipt or signal, which rooms name by a code. */
type Words = Readonly<Record<string, Readonly<Record<'ru' | 'en', string>>>>;
type Facts = Readonly<Record<string, unknown>>;

const FACTS: Words = {
  sale: { ru: 'продажа', en: 'sale' },
  return: { ru: 'возврат', en: 'return' },
  correction: { ru: 'коррекция', en: 'correction' },
  'shift/start': { ru: 'открытие смены', en: 'opening of the shift' },
  'shift/stop': { ru: 'закрытие смены', en: 'closing of the shift' },
  positions: { ru: 'строк', en: 'lines' },
  docId: { ru: 'документ', en: 'document' },
  device: { ru: 'касса', en: 'till' },
  shift: { ru: 'смена', en: 'shift' },
  drive: { ru: 'ФН', en: 'fiscal drive' },
};

/** Told by their values alone. */
const PLAIN: ReadonlySet<string> = new Set(['kind', 'event', 'amount', 'ts']);
/** Told to nobody. */
const UNTOLD: ReadonlySet<string> = new Set(['instantMs', 'level']);

const wordOf = (code: string, locale: 'ru' | 'en'): string => FACTS[code]?.[locale] ?? code;

/** `sale 836.67, lines 2`: empty ones left out, and those that are told elsewhere. */
export function factsText(facts: Facts, locale: 'ru' | 'en', elsewhere: readonly string[] = []): string {
  const told = Object.entries(facts)
    .filter(([name]) => !UNTOLD.has(name) && !elsewhere.includes(name))
    .flatMap(([name, value]) =>
      (typeof value === 'string' && value !== '') || typeof value === 'number'
        ? [[name, String(value)] as const]
        : [],
    );
  const plain = told.filter(([name]) => PLAIN.has(name)).map(([, value]) => wordOf(value, locale));
  const named = told
    .filter(([name]) => !PLAIN.has(name))
    .map(([name, value]) => `${wordOf(name, locale)} ${value}`);
  return [plain.join(' '), ...named].filter((part) => part !== '').join(', ');
}

/** Facts that came as JSON, in words; any other text as it is. */
export function factsOfJson(text: string, locale: 'ru' | 'en'): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? factsText({ ...value }, locale) : text;
  } catch {
    return text;
  }
}
