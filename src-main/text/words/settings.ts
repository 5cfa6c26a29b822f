/** Owns: the words about settings. */
import { VALUE_FORMS, type ValueForm } from '../../settings/forms.ts';
import type { SettingsProblemCode } from '../../settings/problem-codes.ts';
import type { BothLanguages, Locale, Values } from '../words.ts';
import { settingsGuardWords } from './settings-guards.ts';

/** What may stand there, in words; `{min}`, `{max}` and `{options}` are the schema's own. */
const FORMS = {
  'absolute-path': { ru: 'полный путь к файлу или папке', en: 'a full path' },
  'base-url': { ru: 'https://сервер без пути и ключа', en: 'https://server without path and key' },
  'clock-time': { ru: 'время чч:мм', en: 'a time hh:mm' },
  'ext-id': { ru: 'латинские буквы и цифры, до {max} знаков', en: 'Latin letters and digits, up to {max}' },
  'format-id': { ru: '"auto" или имя формата', en: '"auto" or the id of a format' },
  hours: { ru: 'часы вида 09:00-21:00', en: 'hours as in 09:00-21:00' },
  'pin-hash': {
    ru: 'хеш PIN, который печатает heado-till pin',
    en: 'the hash of a PIN, as heado-till pin prints it',
  },
  pin: { ru: 'от 4 до 12 цифр в кавычках', en: '4 to 12 digits in quotes' },
  proxy: { ru: '"system", "none" или http://сервер:порт', en: '"system", "none" or http://server:port' },
  'time-zone': {
    ru: 'часовой пояс IANA, например "Asia/Yekaterinburg"',
    en: 'an IANA zone, as in "Asia/Yekaterinburg"',
  },
  'url-path': { ru: 'путь вида /device/', en: 'a path as in /device/' },
  text: { ru: 'текст', en: 'a text' },
  whole: { ru: 'целое число от {min} до {max}', en: 'a whole number from {min} to {max}' },
  boolean: { ru: 'true или false', en: 'true or false' },
  'one-of': { ru: 'одно из: {options}', en: 'one of: {options}' },
  list: { ru: 'список [ … ]', en: 'a list [ … ]' },
  section: { ru: 'раздел { … }', en: 'a section { … }' },
} as const satisfies Record<ValueForm, Record<Locale, string>>;

function allowedText(values: Values, locale: Locale): string {
  const form = VALUE_FORMS.find((known) => known === values['form']);
  return form ? FORMS[form][locale] : '?';
}

/** Line and column, where the value stands in a file. */
function placeText(values: Values, locale: Locale): string {
  if (!values['line']) return '{file}';
  return locale === 'ru' ? '{file}, строка {line}' : '{file}, line {line}';
}

function nearestText(values: Values, locale: Locale): string {
  if (!values['nearest']) return '';
  return locale === 'ru' ? ' Возможно, имелось в виду {nearest}.' : ' Did you mean {nearest}?';
}

const EXPECTED = {
  value: { ru: 'значение', en: 'a value' },
  key: { ru: 'ключ в кавычках', en: 'a key in quotes' },
  end: { ru: 'конец файла', en: 'the end of the file' },
  'unique-key': { ru: 'другой ключ: этот уже был', en: 'another key: this one stands twice' },
  'less-depth': { ru: 'меньше вложенных уровней', en: 'fewer levels' },
} as const satisfies Record<string, Record<Locale, string>>;

function expectedText(values: Values, locale: Locale): string {
  const [, words] = Object.entries(EXPECTED).find(([name]) => name === values['expected']) ?? [];
  return words ? words[locale] : '{expected}';
}

function foundText(values: Values, locale: Locale): string {
  return values['found'] ? '{found}' : EXPECTED.end[locale];
}

const check = {
  ru: 'Исправьте и проверьте: heado-till config check.',
  en: 'Correct it, then: heado-till config check.',
};

export const settingsWords = {
  ...settingsGuardWords,
  'settings.notFound': {
    ru: {
      what: 'Настроек нет: {file}.',
      todo: 'Создайте файл (образец в docs/settings.md) или укажите другой: --config ФАЙЛ.',
    },
    en: {
      what: 'There are no settings: {file}.',
      todo: 'Make the file (see docs/settings.md) or name another: --config FILE.',
    },
  },
  'settings.unreadable': {
    ru: { what: 'Файл настроек {file} не читается ({reason}).', todo: 'Проверьте путь и права на файл.' },
    en: {
      what: 'The settings file {file} cannot be read ({reason}).',
      todo: 'Check its path and its rights.',
    },
  },
  'settings.syntax': {
    ru: {
      what: (v) =>
        `Ошибка JSON: {file}, строка {line}, знак {column}: нужно ${expectedText(v, 'ru')}, стоит ${foundText(v, 'ru')}.`,
      todo: check.ru,
    },
    en: {
      what: (v) =>
        `JSON error: {file}, line {line}, column {column}: expected ${expectedText(v, 'en')}, found ${foundText(v, 'en')}.`,
      todo: check.en,
    },
  },
  'settings.unknownKey': {
    ru: {
      what: (v) => `Неизвестный ключ {at} (${placeText(v, 'ru')}).${nearestText(v, 'ru')}`,
      todo: 'Здесь допустимы: {allowed}.',
    },
    en: {
      what: (v) => `Unknown key {at} (${placeText(v, 'en')}).${nearestText(v, 'en')}`,
      todo: 'Allowed here: {allowed}.',
    },
  },
  'settings.missing': {
    ru: {
      what: (v) => `Не задан обязательный ключ {at} (${placeText(v, 'ru')}).`,
      todo: (v) => `Добавьте: ${allowedText(v, 'ru')}.`,
    },
    en: {
      what: (v) => `The key {at} is required and missing (${placeText(v, 'en')}).`,
      todo: (v) => `Add it: ${allowedText(v, 'en')}.`,
    },
  },
  'settings.wrongValue': {
    ru: {
      what: (v) => `Неверное значение {at}: {found} (${placeText(v, 'ru')}).${nearestText(v, 'ru')}`,
      todo: (v) => `Допустимо: ${allowedText(v, 'ru')}.`,
    },
    en: {
      what: (v) => `Wrong value of {at}: {found} (${placeText(v, 'en')}).${nearestText(v, 'en')}`,
      todo: (v) => `Allowed: ${allowedText(v, 'en')}.`,
    },
  },
  'settings.userKeyRefused': {
    ru: {
      what: 'Ключ {at} в файле пользователя {file} (строка {line}) не разрешён.',
      why: 'Файл пользователя меняет только вид экрана: widget.',
      todo: 'Перенесите ключ в файл машины или уберите.',
    },
    en: {
      what: "The key {at} is not allowed in the user's file {file} (line {line}).",
      why: "The user's file may change the screen alone: widget.",
      todo: "Move it to the machine's file or remove it.",
    },
  },
  'settings.httpRefused': {
    ru: {
      what: 'Открытый http до {host} запрещён: ключ — часть адреса, его увидела бы вся сеть.',
      todo: 'Напишите https:// в api.baseUrl. Открытый http разрешён только до этого же компьютера.',
    },
    en: {
      what: 'Plain http to {host} is refused: the key is part of the address and the network would see it.',
      todo: 'Write https:// in api.baseUrl. Plain http is allowed to this very computer alone.',
    },
  },
  'settings.foldersOverlap': {
    ru: {
      what: '{at}: папка {path} и {other} лежат друг в друге.',
      todo: 'Разведите папки выгрузки и папку данных по разным местам.',
    },
    en: {
      what: '{at}: the folders {path} and {other} lie within each other.',
      todo: 'Keep drop folders and the data folder apart.',
    },
  },
  'settings.keyInDrop': {
    ru: {
      what: '{at}: файл ключа {path} лежит в папке выгрузки {folder}.',
      why: 'Там он был бы прочитан как чек и попал бы в архив.',
      todo: 'Держите ключ в другом месте, например /etc/heado-till/device.key.',
    },
    en: {
      what: '{at}: the key file {path} lies in the drop folder {folder}.',
      why: 'It would be read as a receipt there and archived.',
      todo: 'Keep it elsewhere, as in /etc/heado-till/device.key.',
    },
  },
  'settings.timeoutsCrossed': {
    ru: {
      what: '{at}: соединение ({connectTimeoutMs}) дольше всего запроса ({timeoutMs}).',
      todo: 'Уменьшите api.connectTimeoutMs.',
    },
    en: {
      what: '{at}: connecting ({connectTimeoutMs}) may take longer than the whole call ({timeoutMs}).',
      todo: 'Lower api.connectTimeoutMs.',
    },
  },
  'settings.formatUnknown': {
    ru: { what: (v) => `{at}: формата {format} нет.${nearestText(v, 'ru')}`, todo: 'Допустимы: {allowed}.' },
    en: {
      what: (v) => `{at}: there is no format {format}.${nearestText(v, 'en')}`,
      todo: 'Allowed: {allowed}.',
    },
  },
  'settings.writableByOthers': {
    ru: {
      what: 'Настройки не взяты: файл {file} могут изменить другие (права {mode}).',
      why: 'Так можно направить чеки на чужой сервер.',
      todo: '{command}',
    },
    en: {
      what: 'The settings are not used: others may change the file {file} (mode {mode}).',
      why: 'Receipts could be turned to another server.',
      todo: '{command}',
    },
  },
  'settings.foreignOwner': {
    ru: {
      what: 'Настройки не взяты: файл {file} принадлежит другому пользователю ({uid}).',
      why: 'Так можно направить чеки на чужой сервер.',
      todo: '{command}',
    },
    en: {
      what: 'The settings are not used: the file {file} belongs to another user ({uid}).',
      why: 'Receipts could be turned to another server.',
      todo: '{command}',
    },
  },
  'settings.variableUnknown': {
    ru: {
      what: (v) => `Переменная {name} не действует: такой нет.${nearestText(v, 'ru')}`,
      todo: 'Список переменных: docs/settings.md.',
    },
    en: {
      what: (v) => `The variable {name} has no effect: there is none of that name.${nearestText(v, 'en')}`,
      todo: 'The list of variables: docs/settings.md.',
    },
  },
  'settings.poskeyIncomplete': {
    ru: {
      what: 'Не задан {at}, поэтому ключ кассы poskey не отправляется.',
      todo: 'Задайте store.storeExtId и store.cashboxExtId вместе или receipts.poskey: false.',
    },
    en: {
      what: '{at} is not set, so no poskey is sent.',
      todo: 'Set store.storeExtId and store.cashboxExtId together, or receipts.poskey: false.',
    },
  },
} as const satisfies Record<SettingsProblemCode, BothLanguages>;
