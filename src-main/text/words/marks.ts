/** Owns: the words about whose a drop folder is, and about what waits for `recover`. */
import type { RecoverProblem } from '../../core/operations/recover.ts';
import type { UnsettledProblem } from '../../core/unsettled.ts';
import type { OwnerProblem } from '../../intake/problems.ts';
import type { DoubtProblem } from '../../outbox/doubt.ts';
import type { BothLanguages } from '../words.ts';

const look = {
  ru: 'Посмотрите, что будет сделано: heado-till recover. Решает человек: --resend отправит недостающее, --accept оставит как есть.',
  en: 'See what would be done: heado-till recover. A person decides: --resend sends what is missing, --accept leaves it.',
} as const;

export const markWords = {
  'folder.heldByOther': {
    ru: {
      what: 'Из папки {path} берёт другой агент: процесс {pid} на {host}, его данные в {dataDir}.',
      why: 'Двое взяли бы один чек дважды. Этот агент не берёт ничего.',
      todo: 'Оставьте одного агента на папку. Когда тот закончит, этот возьмёт её сам.',
    },
    en: {
      what: 'Another agent takes from the folder {path}: process {pid} on {host}, its data lie in {dataDir}.',
      why: 'Two would take one receipt twice. This agent takes nothing.',
      todo: 'Leave one agent to a folder. When that one ends, this one takes over by itself.',
    },
  },
  'folder.markMissing': {
    ru: {
      what: 'В папке {path} нет отметки этого агента, хотя она была.',
      why: 'Скорее всего, диск или сетевая папка не подключены. Пока ничего не берётся и не создаётся, ожидавшее из неё придержано.',
      todo: 'Подключите папку; дальше всё пойдёт само. Если это и есть нужная папка: heado-till recover; --resend отправит ожидавшее, --accept оставит как есть.',
    },
    en: {
      what: "The folder {path} lacks this agent's mark, which was there.",
      why: 'Most likely the disk or share is not mounted. Nothing is taken or created meanwhile, what waited from it is held.',
      todo: 'Mount the folder; the rest goes by itself. If this is the right folder: heado-till recover; --resend sends what waited, --accept leaves it.',
    },
  },
  'folder.markForeign': {
    ru: {
      what: 'Папка {path} принадлежит другому агенту, его данные в {dataDir}.',
      why: 'Папки двух касс могли перепутать. Этот агент не берёт из неё ничего.',
      todo: 'Исправьте drop.folders или dataDir. Чтобы забрать папку этому агенту: heado-till recover.',
    },
    en: {
      what: 'The folder {path} belongs to another agent, whose data lie in {dataDir}.',
      why: 'The folders of two tills may have been exchanged. This agent takes nothing from it.',
      todo: 'Mend drop.folders or dataDir. To give the folder to this agent: heado-till recover.',
    },
  },
  'folder.markCopied': {
    ru: {
      what: 'В папке {path} лежит отметка другой папки этого агента.',
      why: 'Папки скопированы или переставлены. Из неё ничего не берётся.',
      todo: 'Исправьте drop.folders. Если так и задумано: heado-till recover; --resend отправит ожидавшее, --accept оставит как есть.',
    },
    en: {
      what: "The folder {path} has the mark of another folder of this agent's.",
      why: 'Folders were copied or exchanged. Nothing is taken from it.',
      todo: 'Mend drop.folders. If it is meant to be so: heado-till recover; --resend sends what waited, --accept leaves it.',
    },
  },
  'folder.markOfOther': {
    ru: {
      what: 'В папке {path} место агента (archive/.heado-till) принадлежит другому пользователю (uid {owner}): скорее всего, из неё берёт его агент.',
      why: 'Двое взяли бы один чек дважды. Этот агент не берёт ничего.',
      todo: 'Оставьте одного агента на папку. Если тот больше не нужен, остановите его, затем: {command} и heado-till recover.',
    },
    en: {
      what: "The agent's place in {path} (archive/.heado-till) belongs to another user (uid {owner}): most likely that user's agent takes from it.",
      why: 'Two would take one receipt twice. This agent takes nothing.',
      todo: 'Leave one agent to a folder. If that one is not wanted any more, stop it, then: {command} and heado-till recover.',
    },
  },
  'folder.markTampered': {
    ru: {
      what: 'На месте отметки агента в папке {path} (archive/.heado-till) лежит чужое, или оно не читается.',
      why: 'Чья это папка, не узнать. Из неё ничего не берётся.',
      todo: 'Проверьте права на archive/.heado-till (0700, владелец — агент). Затем heado-till recover.',
    },
    en: {
      what: "Something else stands where the agent's mark belongs in {path} (archive/.heado-till), or it cannot be read.",
      why: 'Whose the folder is cannot be told. Nothing is taken from it.',
      todo: 'Check the rights of archive/.heado-till (0700, owned by the agent). Then heado-till recover.',
    },
  },
  'folder.rebuilding': {
    ru: {
      what: 'Архив папки {path} читается заново: база восстанавливалась без неё.',
      todo: 'Ничего не нужно: новые файлы будут взяты сразу после этого.',
    },
    en: {
      what: 'The archive of {path} is read again: the database was rebuilt without it.',
      todo: 'Nothing to do: new files are taken right afterwards.',
    },
  },
  'data.vanished': {
    ru: {
      what: 'Папка данных {path} исчезла или подменена, пока агент работал.',
      why: 'Сохранять некуда: файлы ждут в папке кассы, ничего не отправляется.',
      todo: 'Подключите или верните папку и перезапустите агента. Если она потеряна: перезапуск, затем heado-till recover.',
    },
    en: {
      what: 'The data folder {path} vanished or was replaced while the agent ran.',
      why: 'There is nowhere to store: files wait in the drop folder, nothing is sent.',
      todo: 'Mount or put back the folder and restart the agent. If it is lost: restart, then heado-till recover.',
    },
  },
  'data.keptInForce': {
    ru: {
      what: 'dataDir изменён на {wanted}, но в {path} осталось незавершённых записей: {count}. Действует прежняя папка.',
      why: 'В новой папке они были бы забыты.',
      todo: 'Перенос: остановите агента, перенесите папку (mv), запустите снова. Или верните dataDir.',
    },
    en: {
      what: 'dataDir was changed to {wanted}, but {path} has open entries: {count}. The old folder stays in force.',
      why: 'In a new folder they would be forgotten.',
      todo: 'To move it: stop the agent, move the folder (mv), start it again. Or change dataDir back.',
    },
  },
  'recover.lost': {
    ru: {
      what: 'В архиве папки {path} есть файлы, которых эта папка данных не знает.',
      why: 'Данные агента потеряны или это другая папка данных. Новые файлы берутся, старые ждут решения.',
      todo: look.ru,
    },
    en: {
      what: 'The archive of {path} holds files that this data folder does not know.',
      why: "The agent's data were lost, or this is another data folder. New files are taken, the old ones wait.",
      todo: look.en,
    },
  },
  'recover.ahead': {
    ru: {
      what: 'Данные агента старее папки {path}: их восстановили из копии.',
      why: 'Что ждало в копии, могло уже уйти, поэтому не отправляется. Новые файлы идут как обычно.',
      todo: look.ru,
    },
    en: {
      what: "The agent's data are older than the folder {path}: they were restored from a copy.",
      why: 'What the copy had waiting may have been sent since, so it is held. New files go as usual.',
      todo: look.en,
    },
  },
  'recover.torn': {
    ru: {
      what: 'Отметка агента в папке {path} повреждена.',
      why: 'Не проверить, те ли это данные, поэтому ожидавшее при запуске придержано. Новые файлы идут как обычно.',
      todo: look.ru,
    },
    en: {
      what: "The agent's mark in {path} is damaged.",
      why: 'Whether these are the right data cannot be checked, so what waited at the start is held. New files go as usual.',
      todo: look.en,
    },
  },
  'recover.unread': {
    ru: {
      what: 'База восстановлена, но архив папки {path} не прочитан целиком или в нём не хватает файлов.',
      why: 'В недостающем могут быть чеки, которых у HEADO нет. Новые файлы идут как обычно.',
      todo: 'Подключите папку, верните файлы, проверьте права и диск: архив дочитается сам. Если их больше нет: heado-till recover --accept.',
    },
    en: {
      what: 'The database was rebuilt, but the archive of {path} lacks files or was not read as a whole.',
      why: 'What is missing may hold receipts that HEADO does not have. New files go as usual.',
      todo: 'Mount the folder, put the files back, check rights and disk: the rest goes by itself. If they are gone: heado-till recover --accept.',
    },
  },
  'recover.doubtful': {
    ru: {
      what: 'Ждут решения, могли уже уйти: {count}.',
      why: 'Данные агента могли быть из копии, или папки, откуда это взято, нет на месте. Если дело только в папке, всё уйдёт само, когда она вернётся.',
      todo: look.ru,
    },
    en: {
      what: 'Waiting for a decision, perhaps sent already: {count}.',
      why: 'The data may be from a copy, or the folder that this came from is not there. In that case it goes by itself when the folder is back.',
      todo: look.en,
    },
  },
  'recover.resent': {
    ru: {
      what: 'Отправлен снова командой recover: у HEADO он, возможно, уже был.',
      todo: 'Сверьте с личным кабинетом, если важно.',
    },
    en: {
      what: 'Sent again by recover: HEADO perhaps had it already.',
      todo: 'Compare with the HEADO account where it matters.',
    },
  },
  'recover.unknownFolder': {
    ru: {
      what: 'Папки {path} нет ни в настройках, ни среди известных.',
      todo: 'Укажите путь как в drop.folders: heado-till recover.',
    },
    en: {
      what: 'There is no folder {path}, in the settings or known from before.',
      todo: 'Give the path as in drop.folders: heado-till recover.',
    },
  },
  'recover.running': {
    ru: { what: 'Другая команда recover ещё работает.', todo: 'Дождитесь её и повторите.' },
    en: { what: 'Another recover is still at work.', todo: 'Wait for it and repeat.' },
  },
  'recover.partly': {
    ru: {
      what: 'Архив папки {path} прочитан не целиком; прочитанное отправляется.',
      todo: 'Причина в журнале (archive.unreadable). Исправьте права или диск и повторите; или --accept.',
    },
    en: {
      what: 'Not all of the archive of {path} could be read; what was read is sent.',
      todo: 'The journal says why (archive.unreadable). Mend rights or disk and repeat; or --accept.',
    },
  },
  'recover.away': {
    ru: {
      what: 'Папки {path} сейчас нет.',
      todo: 'Подключите её и повторите. Если её больше не будет, уберите её из drop.folders и дайте --accept.',
    },
    en: {
      what: 'The folder {path} is not there now.',
      todo: 'Mount it and repeat. If it will not come back, take it out of drop.folders and give --accept.',
    },
  },
} as const satisfies Record<OwnerProblem | UnsettledProblem | RecoverProblem | DoubtProblem, BothLanguages>;
