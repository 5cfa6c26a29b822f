/** Owns: the words about files in a drop folder. */
import type { FileProblem } from '../../intake/problems.ts';
import type { BothLanguages, Locale, Values } from '../words.ts';

const takeAway = {
  ru: 'Уберите из папки: сюда кладут только обычные файлы.',
  en: 'Take it out of the folder: only regular files belong here.',
} as const;
const wait = { ru: 'Подождать: это проходит само.', en: 'Wait: this passes by itself.' } as const;

const MOVE_TODO = {
  rights: {
    ru: 'Дайте агенту право записи в папку и её подпапки.',
    en: 'Give the agent the right to write in the folder and its subfolders.',
  },
  full: {
    ru: 'Освободите место на диске папки {path}.',
    en: 'Free some space on the disk of {path}.',
  },
  other: {
    ru: 'Проверьте, не держит ли файл другая программа или точка монтирования, и диск папки {path}.',
    en: 'Check whether another program or a mount point holds the file, and the disk of {path}.',
  },
} as const satisfies Record<string, Record<Locale, string>>;
const RIGHTS = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** What keeps a file from being moved. */
function moveTodo({ errno }: Values, locale: Locale): string {
  const code = String(errno);
  if (RIGHTS.has(code)) return MOVE_TODO.rights[locale];
  return FULL.has(code) ? MOVE_TODO.full[locale] : MOVE_TODO.other[locale];
}

export const fileWords = {
  'file.symbolicLink': {
    ru: { what: '{name} — символическая ссылка; ссылки не открываются.', todo: takeAway.ru },
    en: { what: '{name} is a symbolic link; links are never opened.', todo: takeAway.en },
  },
  'file.isFolder': {
    ru: { what: '{name} — папка.', todo: takeAway.ru },
    en: { what: '{name} is a folder.', todo: takeAway.en },
  },
  'file.fifo': {
    ru: { what: '{name} — канал, а не файл.', todo: takeAway.ru },
    en: { what: '{name} is a pipe, not a file.', todo: takeAway.en },
  },
  'file.socket': {
    ru: { what: '{name} — сокет, а не файл.', todo: takeAway.ru },
    en: { what: '{name} is a socket, not a file.', todo: takeAway.en },
  },
  'file.device': {
    ru: { what: '{name} — устройство, а не файл.', todo: takeAway.ru },
    en: { what: '{name} is a device, not a file.', todo: takeAway.en },
  },
  'file.foreignHardLink': {
    ru: {
      what: 'У {name} несколько имён ({links}), и владелец (uid {owner}) — сам агент или не тот, что у папки.',
      why: 'Так в папку можно подложить чужой файл.',
      todo: takeAway.ru,
    },
    en: {
      what: '{name} has several names ({links}), and its owner (uid {owner}) is the agent or not that of the folder.',
      why: "Somebody else's file could be slipped in like this.",
      todo: takeAway.en,
    },
  },
  'file.nameNotUtf8': {
    ru: {
      what: 'Имя файла {name} не в UTF-8, открыть его нельзя.',
      todo: 'Настройте кассовую программу на имена латиницей или в UTF-8; этот файл переименуйте.',
    },
    en: {
      what: 'The file name {name} is not UTF-8, so it cannot be opened.',
      todo: 'Make the POS write names in ASCII or UTF-8; rename this file.',
    },
  },
  'file.tooLarge': {
    ru: {
      what: '{name}: {sizeBytes}, допустимо {limitBytes}.',
      todo: 'Проверьте, что это выгрузка чеков; если да, поднимите drop.maxFileMb и положите файл снова.',
    },
    en: {
      what: '{name} has {sizeBytes}, {limitBytes} are allowed.',
      todo: 'Check that it is an export of receipts; if so raise drop.maxFileMb and drop it again.',
    },
  },
  'file.stale': {
    ru: {
      what: '{name} не дописан за {staleMs} ({sizeBytes}). {because}',
      todo: 'Допишите файл: он будет взят из rejected сам. Или положите его заново.',
    },
    en: {
      what: '{name} was not finished within {staleMs} ({sizeBytes}). {because}',
      todo: 'Complete the file and it is taken out of rejected by itself, or drop it anew.',
    },
  },
  'file.incomplete': {
    ru: {
      what: '{name} объявлен готовым, но не дописан ({sizeBytes}). {because}',
      todo: 'Пусть касса ставит .done или ___EOF___ только после записи всего файла.',
    },
    en: {
      what: '{name} was said to be whole but is not ({sizeBytes}). {because}',
      todo: 'Have the POS set .done or ___EOF___ only after the whole file is written.',
    },
  },
  'file.crashes': {
    ru: {
      what: 'Программа {crashes} раза подряд завершалась, пока читала {name} ({sizeBytes}); файл отложен непрочитанным.',
      todo: 'Проверьте, что это выгрузка чеков. Если да, проверьте его заново.',
    },
    en: {
      what: 'The program ended {crashes} times in a row while it read {name} ({sizeBytes}); the file is set aside unread.',
      todo: 'Check that it is an export of receipts. If it is, have it judged again.',
    },
  },
  'file.grewTooLarge': {
    ru: {
      what: '{name} вырос в архиве до {sizeBytes}, допустимо {limitBytes}: новые строки не прочитаны.',
      todo: 'Поднимите drop.maxFileMb: строки будут взяты. Пусть касса начинает новый файл раньше.',
    },
    en: {
      what: '{name} grew to {sizeBytes} in the archive, {limitBytes} are allowed: the new lines are not read.',
      todo: 'Raise drop.maxFileMb and they are taken. Have the POS begin a new file earlier.',
    },
  },
  'file.originalAway': {
    ru: {
      what: 'Файлы архива, в которые касса может дописывать строки, убраны или заменены ({count}), первый — {name}.',
      why: 'Строки, которые касса пишет в убранный файл, никто не видит.',
      todo: 'Перезапустите кассовую программу, чтобы она открыла новый файл, и положите дописанное с тех пор ещё раз: принятые чеки узнаются. Архив чистит сам агент (drop.archiveDays).',
    },
    en: {
      what: 'Files of the archive in which the POS may write on were removed or replaced ({count}), the first is {name}.',
      why: 'What the POS writes into a removed file is seen by nobody.',
      todo: 'Restart the POS so that it opens a new file, and drop what it wrote since again: receipts that were taken are recognised. The agent clears the archive itself (drop.archiveDays).',
    },
  },
  'file.manyTroubled': {
    ru: {
      what: 'Ещё файлов с такими же затруднениями: {count}.',
      todo: 'Устраните то, что мешает первым: чаще всего причина у всех одна.',
    },
    en: {
      what: 'More files are in such trouble: {count}.',
      todo: 'Mend what troubles the first ones: most often it is the same for all.',
    },
  },
  'file.grewUnreadable': {
    ru: {
      what: '{name} вырос после того, как был взят, и прибавка не читается. {because}',
      todo: 'Пусть касса пишет файл под временным именем и переименовывает готовый.',
    },
    en: {
      what: '{name} grew after it was taken, and what came cannot be read. {because}',
      todo: 'Have the POS write under a temporary name and rename what is finished.',
    },
  },
  'file.unreadableSoFar': {
    ru: {
      what: '{name} не читается ({sizeBytes}). {because}',
      why: 'Файл будет отложен как непринятый (rejected), если за {staleMs} не изменится.',
      todo: 'Если это не выгрузка чеков, уберите его. Иначе исправьте выгрузку и положите файл заново.',
    },
    en: {
      what: '{name} cannot be read as it is ({sizeBytes}). {because}',
      why: 'It is rejected unless it changes within {staleMs}.',
      todo: 'If it is no export of receipts, take it away. Else correct the export and drop the file anew.',
    },
  },
  'file.unfinished': {
    ru: { what: '{name} ещё не дописан ({sizeBytes}).', todo: wait.ru },
    en: { what: '{name} is not finished yet ({sizeBytes}).', todo: wait.en },
  },
  'file.resting': {
    ru: { what: '{name} будет взят, когда {settleMs} не изменится.', todo: wait.ru },
    en: { what: '{name} is taken once it has not changed for {settleMs}.', todo: wait.en },
  },
  'file.behindEarlier': {
    ru: { what: '{name} (смена) ждёт более раннего недописанного файла.', todo: wait.ru },
    en: { what: '{name} (a shift event) waits for an earlier file that is not finished.', todo: wait.en },
  },
  'file.unreadable': {
    ru: {
      what: '{name} не читается ({errno}), попыток: {attempts}.',
      todo: 'Проверьте права на файл и не держит ли его другая программа.',
    },
    en: {
      what: '{name} cannot be read ({errno}), attempts: {attempts}.',
      todo: 'Check the rights of the file and whether another program holds it.',
    },
  },
  'file.notMoved': {
    ru: {
      what: '{name} принят, но не переносится в архив ({errno}), попыток: {attempts}.',
      todo: (values) => `${moveTodo(values, 'ru')} Чеки не потеряны и повторно не уйдут.`,
    },
    en: {
      what: '{name} was taken but cannot be moved to the archive ({errno}), attempts: {attempts}.',
      todo: (values) => `${moveTodo(values, 'en')} No receipt is lost or sent twice.`,
    },
  },
  'file.notRejected': {
    ru: {
      what: '{name} не принят и не переносится в rejected ({errno}), попыток: {attempts}.',
      todo: (values) => `${moveTodo(values, 'ru')} Файл остаётся на месте, другие берутся.`,
    },
    en: {
      what: '{name} was not taken and cannot be moved to rejected ({errno}), attempts: {attempts}.',
      todo: (values) => `${moveTodo(values, 'en')} The file stays where it is, others are taken.`,
    },
  },
  'file.notStored': {
    ru: {
      what: '{name} не удаётся сохранить ({errno}), попыток: {attempts}.',
      todo: 'Проверьте место на диске и папку данных: heado-till doctor. Файл остаётся на месте.',
    },
    en: {
      what: '{name} cannot be stored ({errno}), attempts: {attempts}.',
      todo: 'Check disk space and data folder: heado-till doctor. The file stays where it is.',
    },
  },
  'file.unexplained': {
    ru: {
      what: '{name} лежит в rejected без причины рядом.',
      todo: 'Проверьте файл заново или откажитесь от него.',
    },
    en: {
      what: '{name} lies in rejected without a reason beside it.',
      todo: 'Have it judged again, or give it up.',
    },
  },
} as const satisfies Record<FileProblem, BothLanguages>;
