/** Owns: the words about drop folders and the folders below them. */
import type { FolderProblem, OwnerProblem } from '../../intake/problems.ts';
import type { BothLanguages } from '../words.ts';

export const folderWords = {
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
  'folder.notOwn': {
    ru: {
      what: 'Папка {path} принадлежит другому пользователю (uid {owner}).',
      why: 'Архив и отклонённые файлы лежат поэтому в папке данных, а в rejected только копии.',
      todo: 'Чтобы они лежали в самой папке: sudo sh -c "{command}"; касса пишет тогда через группу папки.',
    },
    en: {
      what: 'The folder {path} belongs to another user (uid {owner}).',
      why: 'Archive and rejected files lie in the data folder therefore, and in rejected there are copies only.',
      todo: 'To have them in the folder itself: sudo sh -c "{command}"; the POS then writes by the group of the folder.',
    },
  },
  'folder.rightsNotSet': {
    ru: {
      what: 'У папки {path} права {mode} вместо {wanted}, сам агент их не исправит.',
      todo: 'Выполните: sudo sh -c "{command}".',
    },
    en: {
      what: 'The folder {path} has the rights {mode} instead of {wanted}, and the agent may not set them.',
      todo: 'Run: sudo sh -c "{command}".',
    },
  },
  'folder.subfolderLink': {
    ru: {
      what: 'Вместо папки агента {path} стоит ссылка; из папки ничего не берётся.',
      why: 'По ней агент читал бы и переносил чужие файлы.',
      todo: 'Проверьте, кто её поставил, и уберите: sudo {command}. Агент создаст папку сам.',
    },
    en: {
      what: "A link stands in place of the agent's folder {path}; nothing is taken from the drop folder.",
      why: "The agent would read and move somebody else's files through it.",
      todo: 'Find out who put it there and take it away: sudo {command}. The agent makes the folder itself.',
    },
  },
  'folder.subfolderNone': {
    ru: {
      what: 'Вместо папки агента {path} стоит файл; из папки ничего не берётся.',
      todo: 'Уберите его: sudo {command}. Агент создаст папку сам.',
    },
    en: {
      what: "A file stands in place of the agent's folder {path}; nothing is taken from the drop folder.",
      todo: 'Take it away: sudo {command}. The agent makes the folder itself.',
    },
  },
  'folder.subfolderOwner': {
    ru: {
      what: 'Папка {path} принадлежит не агенту (uid {owner}); из папки ничего не берётся.',
      why: 'Её хозяин мог бы подменить архив и отклонённые файлы.',
      todo: 'Уберите её: sudo {command}. Агент создаст папку сам; нужные файлы положите после этого заново.',
    },
    en: {
      what: "The folder {path} is not the agent's (uid {owner}); nothing is taken from the drop folder.",
      why: 'Its owner could exchange the archive and rejected files.',
      todo: 'Take it away: sudo {command}. The agent makes the folder itself; drop what is needed of it again.',
    },
  },
  'folder.subfolderReplaced': {
    ru: {
      what: 'Папку {path} подменили, пока агент работал.',
      todo: 'Проверьте, кто это сделал; агент откроет её заново сам. Если нет: sudo {command}.',
    },
    en: {
      what: 'The folder {path} was replaced while the agent was using it.',
      todo: 'Find out who did it; the agent opens it anew by itself. If it does not: sudo {command}.',
    },
  },
  'folder.pathLink': {
    ru: {
      what: 'Путь к папке идёт через ссылку {path}, которую поставил другой пользователь (uid {owner}).',
      why: 'Он мог бы направить агента в любую папку.',
      todo: 'Если ссылка нужна: sudo {command}. Иначе укажите в drop.folders путь без неё.',
    },
    en: {
      what: 'The path of the folder leads through the link {path}, which another user (uid {owner}) made.',
      why: 'He could lead the agent to any folder.',
      todo: 'If the link is wanted: sudo {command}. Else name a path without it in drop.folders.',
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
  'folder.tooManyOpen': {
    ru: {
      what: 'Агенту нельзя открыть больше файлов ({errno}), папка {path} ждёт.',
      todo: 'Поднимите предел открытых файлов: LimitNOFILE в службе systemd, ulimit -n в оболочке. Агент пробует снова сам.',
    },
    en: {
      what: 'The agent may open no more files ({errno}); the folder {path} waits.',
      todo: 'Raise the limit of open files: LimitNOFILE of a systemd service, ulimit -n in a shell. The agent tries again by itself.',
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
} as const satisfies Record<Exclude<FolderProblem, OwnerProblem>, BothLanguages>;
