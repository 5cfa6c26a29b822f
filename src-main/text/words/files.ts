/** Owns: the words about files and folders. */
import type { IntakeProblem } from '../../intake/problems.ts';
import type { BothLanguages } from '../words.ts';

const takeAway = {
  ru: 'Уберите из папки: сюда кладут только обычные файлы.',
  en: 'Take it out of the folder: only regular files belong here.',
} as const;
const wait = { ru: 'Подождать: это проходит само.', en: 'Wait: this passes by itself.' } as const;

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
      what: 'У {name} несколько имён ({links}), и владелец (uid {owner}) не тот, что у папки.',
      why: 'Так в папку можно подложить чужой файл.',
      todo: takeAway.ru,
    },
    en: {
      what: '{name} has several names ({links}), and its owner (uid {owner}) is not that of the folder.',
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
      todo: 'Дайте агенту право записи в папку и её подпапки. Чеки не потеряны и повторно не уйдут.',
    },
    en: {
      what: '{name} was taken but cannot be moved to the archive ({errno}), attempts: {attempts}.',
      todo: 'Give the agent the right to write in the folder and its subfolders. No receipt is lost or sent twice.',
    },
  },
  'file.notStored': {
    ru: {
      what: '{name} не удаётся сохранить ({error}), попыток: {attempts}.',
      todo: 'Проверьте место на диске и папку данных: heado-till doctor. Файл остаётся на месте.',
    },
    en: {
      what: '{name} cannot be stored ({error}), attempts: {attempts}.',
      todo: 'Check disk space and data folder: heado-till doctor. The file stays where it is.',
    },
  },
  'file.unexplained': {
    ru: {
      what: '{name} лежит в rejected без причины рядом.',
      todo: 'Проверить заново: heado-till quarantine retry. Отказаться: heado-till quarantine discard.',
    },
    en: {
      what: '{name} lies in rejected without a reason beside it.',
      todo: 'Judge it again: heado-till quarantine retry. Give it up: heado-till quarantine discard.',
    },
  },
  'folder.missing': {
    ru: { what: 'Папки {path} нет.', todo: 'Создайте её или подключите диск; она будет подхвачена сама.' },
    en: {
      what: 'The folder {path} does not exist.',
      todo: 'Make it or mount its disk; it is picked up by itself.',
    },
  },
  'folder.notAnswering': {
    ru: { what: 'Папка {path} не отвечает.', todo: 'Проверьте сеть или диск, на котором она лежит.' },
    en: {
      what: 'The folder {path} does not answer.',
      todo: 'Check the network or the disk that it lies on.',
    },
  },
  'folder.notAFolder': {
    ru: { what: '{path} — не папка.', todo: 'Исправьте путь в настройках.' },
    en: { what: '{path} is not a folder.', todo: 'Correct the path in the settings.' },
  },
  'folder.worldWritable': {
    ru: {
      what: 'В папку {path} может писать кто угодно.',
      why: 'Любая программа может подложить чек или удалить чужой.',
      todo: 'Оставьте запись только кассе и агенту: chmod o-w {path}.',
    },
    en: {
      what: 'Anyone may write to the folder {path}.',
      why: 'Any program could slip in a receipt or delete one.',
      todo: 'Leave it to the POS and the agent: chmod o-w {path}.',
    },
  },
  'folder.denied': {
    ru: {
      what: 'Нет прав на папку {path}.',
      todo: 'Дайте пользователю агента чтение, запись и вход в папку.',
    },
    en: {
      what: 'No rights for the folder {path}.',
      todo: "Let the agent's user read, write and enter the folder.",
    },
  },
  'folder.unreadable': {
    ru: {
      what: 'Папка {path} не читается ({errno}).',
      todo: 'Проверьте диск или сеть, на которых она лежит.',
    },
    en: {
      what: 'The folder {path} cannot be read ({errno}).',
      todo: 'Check the disk or network that it lies on.',
    },
  },
  'folder.watchFailed': {
    ru: {
      what: 'Система не сообщает об изменениях в {path} ({errno}); новые файлы находит только обход.',
      todo: 'Поднимите fs.inotify.max_user_watches или задайте watch: "poll".',
    },
    en: {
      what: 'The system reports no changes in {path} ({errno}); only the rescan finds new files.',
      todo: 'Raise fs.inotify.max_user_watches or set watch: "poll".',
    },
  },
  'folder.notStored': {
    ru: {
      what: 'Файлы из {path} не удаётся сохранить ({error}).',
      todo: 'Проверьте место на диске и папку данных: heado-till doctor. Файлы остаются на месте.',
    },
    en: {
      what: 'Files of {path} cannot be stored ({error}).',
      todo: 'Check disk space and data folder: heado-till doctor. The files stay where they are.',
    },
  },
  'folder.diskFull': {
    ru: {
      what: 'На диске папки {path} нет места; файлы не принимаются, отправка идёт.',
      todo: 'Освободите место.',
    },
    en: {
      what: 'The disk of {path} is full; no files are taken, sending goes on.',
      todo: 'Free some space.',
    },
  },
} as const satisfies Record<IntakeProblem, BothLanguages>;
