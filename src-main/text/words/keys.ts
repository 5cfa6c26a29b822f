/** Owns: the words about keys. */
import type { KeyProblemCode } from '../../settings/problem-codes.ts';
import type { BothLanguages } from '../words.ts';

export const keyWords = {
  'key.missing': {
    ru: {
      what: 'Файла ключа нет: {where}.',
      todo: 'Запишите в него ключ устройства из личного кабинета HEADO; права 0640, группа агента.',
    },
    en: {
      what: 'There is no key file: {where}.',
      todo: "Put the device key of the HEADO account into it; mode 0640, the agent's group.",
    },
  },
  'key.unreadable': {
    ru: {
      what: 'Файл ключа {where} не читается ({reason}).',
      todo: 'Дайте пользователю агента право на чтение.',
    },
    en: { what: 'The key file {where} cannot be read ({reason}).', todo: "Let the agent's user read it." },
  },
  'key.empty': {
    ru: { what: 'Ключ пуст: {where}.', todo: 'Запишите ключ устройства из личного кабинета HEADO.' },
    en: { what: 'The key is empty: {where}.', todo: 'Put the device key of the HEADO account there.' },
  },
  'key.malformed': {
    ru: {
      what: 'Это не ключ: {where}. Есть пробелы, косые черты или он длиннее {lengthMax} знаков.',
      todo: 'Нужен только сам ключ: без адреса, кавычек и подписи.',
    },
    en: {
      what: 'This is no key: {where}. It has blanks or slashes or is over {lengthMax} characters.',
      todo: 'Only the key itself belongs there: no address, quotes or label.',
    },
  },
  'key.sameAsAdmin': {
    ru: {
      what: 'Ключ устройства {where} — это административный ключ.',
      why: 'С ним можно менять всю сеть; на кассе ему не место.',
      todo: 'Возьмите в личном кабинете ключ этой кассы.',
    },
    en: {
      what: 'The device key of {where} is the administrative key.',
      why: 'It can change the whole chain and must not lie on a till.',
      todo: 'Take the key of this till from the HEADO account.',
    },
  },
  'key.readableByOthers': {
    ru: { what: 'Файл ключа {file} может прочитать кто угодно.', todo: 'chmod 640 {file}' },
    en: { what: 'Anyone may read the key file {file}.', todo: 'chmod 640 {file}' },
  },
  'key.fromEnvironment': {
    ru: {
      what: 'Ключ взят из переменной {variable}: это для разработки.',
      why: 'Переменные видны другим программам того же пользователя.',
      todo: 'На кассе держите ключ в api.keyFile или в systemd credential.',
    },
    en: {
      what: 'The key comes from the variable {variable}: that is for development.',
      why: 'Other programs of the same user see variables.',
      todo: 'On a till keep it in api.keyFile or a systemd credential.',
    },
  },
} as const satisfies Record<KeyProblemCode, BothLanguages>;
