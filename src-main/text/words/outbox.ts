/** Owns: the words about the outbox and the quarantine. */
import type { CoreProblem } from '../../core/problem-codes.ts';
import type { SendOneProblem } from '../../core/operations/send-one.ts';
import type { DataFolderProblem } from '../../outbox/data-folder.ts';
import type { OpenProblem } from '../../outbox/open.ts';
import type { ShelfProblem } from '../../outbox/shelf.ts';
import type { OutboxProblem } from '../../outbox/take.ts';
import type { BothLanguages } from '../words.ts';

export const outboxWords = {
  'outbox.conflict': {
    ru: {
      what: 'Продажа {extId} уже известна с другим временем или суммой. Известно: {known}. В файле: {given}.',
      why: 'Отправленное не перезаписывается: какой чек верен, решает человек.',
      todo: 'Если номера повторяются, настройте extId в кассе. Верен уже отправленный — «Отбросить».',
    },
    en: {
      what: 'The sale {extId} is known with another time or amount. Known: {known}. In the file: {given}.',
      why: 'What was sent is not overwritten: a person decides which is right.',
      todo: 'If ids are used twice, mend the extId in the POS. If the one sent is right: "Discard".',
    },
  },
  'outbox.ambiguousRepeat': {
    ru: {
      what: 'Такой же возврат по чеку {extId} уже есть. Известно: {known}. В файле: {given}.',
      why: 'Повтор это или второй возврат, по записи не узнать.',
      todo: 'Пусть касса передаёт docId — номер самого документа. Повтор: «Отбросить».',
    },
    en: {
      what: 'An equal return of {extId} is known. Known: {known}. In the file: {given}.',
      why: 'A repetition cannot be told from a second return.',
      todo: 'Have the POS give docId, the document\'s own number. If it is a repetition: "Discard".',
    },
  },
  'outbox.fiscalConflict': {
    ru: {
      what: 'Фискальный документ чека {extId} уже известен с другой суммой. Известно: {known}. В файле: {given}.',
      why: 'Часть это уже известного документа или другой чек, по записи не узнать.',
      todo: 'Сверьте с лентой кассы. Если верен известный — «Отбросить».',
    },
    en: {
      what: 'The fiscal document of {extId} is known with another amount. Known: {known}. In the file: {given}.',
      why: 'A part of the known document cannot be told from another receipt.',
      todo: 'Compare with the till\'s tape. If the known one is right: "Discard".',
    },
  },
  'outbox.shiftRepeated': {
    ru: {
      what: 'Смена с этим номером уже открыта или закрыта в другое время. Известно: {known}. В файле: {given}.',
      why: 'Между ними нет ни закрытия, ни открытия: повтор это с другим временем или новая смена, не узнать.',
      todo: 'Если это другая смена — «Повторить», когда придёт недостающее событие. Повтор: «Отбросить».',
    },
    en: {
      what: 'A shift of this number is known to have opened or closed at another moment. Known: {known}. In the file: {given}.',
      why: 'No closing or opening lies between: a repetition with another time cannot be told from a new shift.',
      todo: 'If it is another shift: "Try again" once the missing event is there. If it is a repetition: "Discard".',
    },
  },
  'outbox.broughtAgain': {
    ru: {
      what: 'От записи {extId} отказались вручную, и касса принесла её снова без изменений.',
      why: 'Решённое человеком само не отправляется, но и не теряется.',
      todo: 'Отправить: «Повторить». Или откажитесь снова: «Отбросить».',
    },
    en: {
      what: '{extId} was given up by a person, and the POS brought it again unchanged.',
      why: 'What a person decided is not sent by itself, nor is it lost.',
      todo: 'To send it: "Try again". To give it up again: "Discard".',
    },
  },
  'outbox.damagedRow': {
    ru: {
      what: 'Запись {extId} в базе повреждена и не отправляется.',
      todo: 'Проверьте диск. Положите исходный файл из архива снова: heado-till receipts show {extId}.',
    },
    en: {
      what: 'The row of {extId} in the database is damaged and is not sent.',
      todo: 'Check the disk. Drop the original from the archive again: heado-till receipts show {extId}.',
    },
  },
  'quarantine.unknown': {
    ru: { what: 'В карантине нет записи {id}.', todo: 'Посмотрите список: heado-till quarantine list.' },
    en: { what: 'There is no {id} in quarantine.', todo: 'See the list: heado-till quarantine list.' },
  },
  'quarantine.stale': {
    ru: {
      what: 'Запись {id} тем временем изменилась.',
      todo: 'Посмотрите её снова и повторите: heado-till quarantine show {id}.',
    },
    en: {
      what: '{id} has changed meanwhile.',
      todo: 'Look at it again and repeat: heado-till quarantine show {id}.',
    },
  },
  'quarantine.unexplained': {
    ru: { what: 'Причина записана нечитаемо.', todo: 'Проверьте запись заново.' },
    en: {
      what: 'The reason that was kept cannot be read.',
      todo: 'Have it judged again.',
    },
  },
  'outbox.missing': {
    ru: {
      what: 'Данных агента нет: {at}.',
      todo: 'Агент ещё не запускался с этими настройками: heado-till run.',
    },
    en: {
      what: 'There are no data of an agent: {at}.',
      todo: 'No agent has run with these settings yet: heado-till run.',
    },
  },
  'outbox.otherVersion': {
    ru: {
      what: 'База {at} другой версии программы, а агент, который её держит, не отвечает.',
      todo: 'Спросите программой его версии или перезапустите агента: при запуске база переводится на эту версию.',
    },
    en: {
      what: 'The database {at} is of another version of the program, and the agent that holds it does not answer.',
      todo: 'Ask with the program of its version, or restart the agent: at its start the database is brought to this version.',
    },
  },
  'data.unusable': {
    ru: {
      what: 'Папка данных не открывается: {error}.',
      todo: 'Проверьте dataDir и права; выполняйте команды от пользователя агента или root.',
    },
    en: {
      what: 'The data folder cannot be opened: {error}.',
      todo: "Check dataDir and its rights; run commands as the agent's user or as root.",
    },
  },
  'data.diskFull': {
    ru: {
      what: 'На диске с папкой данных {at} нет места, или он не принимает запись: {error}. Свободно {freeBytes}.',
      todo: 'Освободите место (или проверьте диск) и повторите. Файлы ждут в папке кассы, принятые чеки целы.',
    },
    en: {
      what: 'The disk of the data folder {at} is full or refuses to write: {error}. {freeBytes} are free.',
      todo: 'Free some space (or check the disk) and repeat. Files wait in the drop folder, what was taken is safe.',
    },
  },
  'outbox.newer': {
    ru: {
      what: 'База {at} записана более новой версией программы (номер {version}, эта знает до {known}).',
      todo: 'Установите ту новую версию снова. База не тронута, чеки в ней целы.',
    },
    en: {
      what: 'A newer version of the program wrote the database {at} (number {version}, this one knows up to {known}).',
      todo: 'Install that newer version again. The database was not touched, the receipts in it are safe.',
    },
  },
  'sendOne.notOneReceipt': {
    ru: {
      what: 'В файле не один чек, а {count}.',
      todo: 'Оставьте в файле один чек; пачки кладут в папку выгрузки.',
    },
    en: {
      what: 'The file has {count} receipts, not one.',
      todo: 'Leave one receipt in the file; several go into the drop folder.',
    },
  },
  'sendOne.refused': {
    ru: {
      what: 'HEADO не принял чек ({code}: {message}).',
      todo: 'Он в карантине: heado-till quarantine list.',
    },
    en: {
      what: 'HEADO refused the receipt ({code}: {message}).',
      todo: 'It is in quarantine: heado-till quarantine list.',
    },
  },
  'data.locked': {
    ru: {
      what: 'Папку данных {at} держит другой агент (процесс {holder}).',
      todo: 'Агент уже работает: heado-till status. Второй на той же папке не нужен.',
    },
    en: {
      what: 'Another agent holds the data folder {at} (process {holder}).',
      todo: 'An agent runs already: heado-till status. No second one is needed on that folder.',
    },
  },
} as const satisfies Record<
  OutboxProblem | ShelfProblem | SendOneProblem | Exclude<OpenProblem, DataFolderProblem> | CoreProblem,
  BothLanguages
>;
