/** Owns: the words about the screens themselves: why they cannot be shown, or do not do what was asked. */
import type { ScreensProblem } from '../../core/screens/problem-codes.ts';
import type { KeyFlaw } from '../../core/screens/typed-key.ts';
import type { BothLanguages, Locale, Values } from '../words.ts';

const rights = {
  ru: 'Дайте пользователю агента запись в этот файл и его папку или измените настройки сами.',
  en: "Let the agent's user write this file and its folder, or change the settings by hand.",
} as const;

const FLAWS = {
  length: { ru: 'он длиннее {lengthMax} знаков', en: 'it is over {lengthMax} characters long' },
  slash: { ru: 'в нём косая черта, как в адресе', en: 'it has a slash, as addresses have' },
  blank: { ru: 'в нём пробел', en: 'it has a blank in it' },
  letter: { ru: 'в нём есть нелатинские буквы', en: 'it has letters that are not Latin' },
  sign: {
    ru: 'в нём кавычки или другой лишний знак, возможно, невидимый',
    en: 'it has quotes or another sign too many, perhaps one that cannot be seen',
  },
} as const satisfies Record<KeyFlaw, Record<Locale, string>>;

function flawText(values: Values, locale: Locale): string {
  const [, words = FLAWS.sign] = Object.entries(FLAWS).find(([name]) => name === values['flaw']) ?? [];
  return words[locale];
}

export const screensWords = {
  'screens.notBuilt': {
    ru: {
      what: 'В этой установке нет экранов.',
      todo: 'Установите программу заново или соберите: npm run build.',
    },
    en: {
      what: 'This installation has no screens.',
      todo: 'Install the program again, or build it: npm run build.',
    },
  },
  'screens.portUnusable': {
    ru: {
      what: 'Порт {port} на 127.0.0.1 занят или недоступен ({reason}).',
      todo: 'Назовите другой: heado-till run --ui ПОРТ, или --ui 0 для любого свободного.',
    },
    en: {
      what: 'The port {port} on 127.0.0.1 is taken or cannot be had ({reason}).',
      todo: 'Name another: heado-till run --ui PORT, or --ui 0 for any free one.',
    },
  },
  'screens.off': {
    ru: { what: 'Агент работает без экранов.', todo: 'Запустите его с экранами: heado-till run --ui.' },
    en: { what: 'The agent runs without screens.', todo: 'Start it with screens: heado-till run --ui.' },
  },
  'screens.lookNotKept': {
    ru: { what: 'Вид экрана не сохраняется ({reason}).', todo: rights.ru },
    en: { what: 'The look of the screen cannot be kept ({reason}).', todo: rights.en },
  },
  'screens.guardNotKept': {
    ru: {
      what: 'Скрытие денег задаёт файл машины, а он отсюда не пишется ({reason}).',
      todo: 'Измените widget.hideMoney и widget.hideOthersMoney в файле настроек машины.',
    },
    en: {
      what: "Hidden money is up to the machine's settings file, which cannot be written from here ({reason}).",
      todo: "Change widget.hideMoney and widget.hideOthersMoney in the machine's settings file.",
    },
  },
  'screens.addressNeeded': {
    ru: {
      what: 'PIN не задан, поэтому сервис открывается только по новому адресу, а этот экран открыт давно.',
      todo: 'Получите адрес: heado-till ui-url --view service. Или задайте PIN: heado-till pin --write.',
    },
    en: {
      what: 'No PIN is set, so the service view opens by a new address alone, and this screen was opened long ago.',
      todo: 'Get an address: heado-till ui-url --view service. Or set a PIN: heado-till pin --write.',
    },
  },
  'screens.setupNotKept': {
    ru: { what: 'Настройки не сохраняются ({reason}).', todo: rights.ru },
    en: { what: 'The settings cannot be kept ({reason}).', todo: rights.en },
  },
  'screens.keyOfOtherHost': {
    ru: {
      what: 'Ключ дан для сервера {host} и для пути к нему, который действует сейчас.',
      todo: 'Введите ключ для нового адреса, прокси или сертификата.',
    },
    en: {
      what: 'The key was given for the server {host} and the way to it that is in force now.',
      todo: 'Type the key for the new address, proxy or certificate.',
    },
  },
  'screens.keyNotTyped': {
    ru: {
      what: 'Ключ на этой кассе уже лежит, но для какого сервера он дан, неизвестно.',
      todo: 'Введите ключ для этого адреса или задайте api.baseUrl в файле настроек.',
    },
    en: {
      what: 'A key lies on this till already, but for which server it was given is not known.',
      todo: 'Type the key for this address, or give api.baseUrl in the settings file.',
    },
  },
  'screens.keyFromOutside': {
    ru: {
      what: 'Ключ задан снаружи ({where}) и важнее введённого: введённый не действовал бы.',
      todo: 'Замените ключ там или уберите его оттуда.',
    },
    en: {
      what: 'The key comes from {where}, which goes before what is typed: the typed one would have no effect.',
      todo: 'Change the key there, or take it away.',
    },
  },
  'screens.reportsKeyStays': {
    ru: {
      what: 'Ключ отчётов (api.reportsKeyFile) дан для сервера {host}.',
      todo: 'Уберите api.reportsKeyFile из файла настроек или смените адрес в самом файле.',
    },
    en: {
      what: "The reports' key (api.reportsKeyFile) was given for the server {host}.",
      todo: 'Take api.reportsKeyFile out of the settings file, or change the address in that file.',
    },
  },
  'screens.keyBlank': {
    ru: {
      what: 'Вместо ключа введены одни пробелы.',
      todo: 'Введите ключ или оставьте поле пустым, чтобы не менять его.',
    },
    en: {
      what: 'Nothing but blanks was typed as the key.',
      todo: 'Type the key, or leave the field empty to keep the one that is there.',
    },
  },
  'screens.keyMalformed': {
    ru: {
      what: (v) => `Введённый текст не может быть ключом: ${flawText(v, 'ru')}.`,
      todo: 'Введите только сам ключ устройства: латинские буквы и цифры, без адреса, кавычек и подписи.',
    },
    en: {
      what: (v) => `The text that was typed cannot be a key: ${flawText(v, 'en')}.`,
      todo: "Type the device's key alone: Latin letters and digits, no address, quotes or label.",
    },
  },
  'screens.keyIsAdmin': {
    ru: {
      what: 'Введён административный ключ: с ним можно менять всю сеть, на кассе ему не место.',
      todo: 'Попросите у администратора HEADO ключ этой кассы.',
    },
    en: {
      what: 'An administrative key was typed: it can change the whole chain and must not lie on a till.',
      todo: 'Ask the HEADO administrator for the key of this till.',
    },
  },
  'screens.testNotOffered': {
    ru: {
      what: 'Пробный чек испортил бы показатели магазина.',
      todo: 'Он отправляется только на сервер этого же компьютера; проверьте связь.',
    },
    en: {
      what: "A test receipt would spoil the store's figures.",
      todo: 'It goes to a server on this very computer alone; test the connection instead.',
    },
  },
  'screens.testNotDropped': {
    ru: { what: 'Пробный чек не записывается в папку ({reason}).', todo: 'Проверьте папку и права на неё.' },
    en: {
      what: 'The test receipt cannot be put into the folder ({reason}).',
      todo: 'Check the folder and its rights.',
    },
  },
  'screens.notSetUp': {
    ru: { what: 'Агент ещё не настроен.', todo: 'Введите ключ и папку в окне настройки.' },
    en: { what: 'The agent is not set up yet.', todo: 'Give it a key and a folder in the setup window.' },
  },
  'screens.noReport': {
    ru: {
      what: 'HEADO ответил, но отчёта не прочитать.',
      todo: 'Проверьте адрес сервера; чеки это не задержит.',
    },
    en: {
      what: 'HEADO answered with a report that cannot be read.',
      todo: 'Check the address; receipts are not held up by that.',
    },
  },
} as const satisfies Record<ScreensProblem, BothLanguages>;
