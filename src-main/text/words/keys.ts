/** Owns: the words about keys. */
import type { KeyProblemCode } from '../../settings/problem-codes.ts';
import type { BothLanguages } from '../words.ts';

export const keyWords = {
  'key.missing': {
    ru: {
      what: 'Файла ключа нет: {where}.',
      todo: 'Запишите в него ключ устройства из личного кабинета HEADO; владелец — пользователь агента, права 0600.',
    },
    en: {
      what: 'There is no key file: {where}.',
      todo: "Put the device key of the HEADO account into it; owned by the agent's user, mode 0600.",
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
  'key.openToOthers': {
    ru: {
      what: 'Ключ не взят: файл {file} открыт другим (права {mode}).',
      why: 'Кто прочитает ключ, сможет отправлять чеки от имени этой кассы.',
      todo: '{command}',
    },
    en: {
      what: 'The key is not used: the file {file} is open to others (mode {mode}).',
      why: 'Whoever reads the key can send receipts in the name of this till.',
      todo: '{command}',
    },
  },
  'key.foreignOwner': {
    ru: {
      what: 'Ключ не взят: файл {file} принадлежит другому пользователю ({uid}).',
      why: 'Владелец может в любой момент заменить ключ или открыть его другим.',
      todo: '{command}',
    },
    en: {
      what: 'The key is not used: the file {file} belongs to another user ({uid}).',
      why: 'Its owner may exchange the key or open it to others at any time.',
      todo: '{command}',
    },
  },
  'key.readableByGroup': {
    ru: {
      what: 'Файл ключа {file} может прочитать группа {gid}, а это не группа агента.',
      why: 'Если это группа кассовой программы, ключ доступен ей.',
      todo: '{command}',
    },
    en: {
      what: "The group {gid}, which is not the agent's own, may read the key file {file}.",
      why: "If it is the POS's group, the POS has the key.",
      todo: '{command}',
    },
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
