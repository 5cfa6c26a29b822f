/** Owns: the words about events of the agent as a whole: settings, screens, clock, disk, records, commands, journal. */
import type { controlEvents } from '../../core/control/server.ts';
import type { coreEvents } from '../../core/events.ts';
import type { journalEvents } from '../../journal/journal.ts';
import { asTold, type EventWords, type LoudOf } from '../event-form.ts';
import { agentWords } from './agent.ts';
import { statusWords } from './status.ts';

export const agentEventWords = {
  'settings.refused': {
    ru: 'Изменённые настройки не годятся, действуют прежние. Проверьте: heado-till config check.',
    en: 'The changed settings cannot be used, the old ones stay. Check them: heado-till config check.',
  },
  'screens.faulted': {
    ru: 'Картину для экранов составить не удалось ({error}); чеки идут дальше.',
    en: 'A picture for the screens could not be made ({error}); receipts go on.',
  },
  'sessions.ignored': {
    ru: 'Файл sessions.json чужой или изменён ({reason}): по нему никто не входит. Нужен новый адрес: heado-till ui-url.',
    en: "The file sessions.json is not the agent's own ({reason}) and opens nothing. Get a new address: heado-till ui-url.",
  },
  'pin.refused': {
    ru: 'Введён неверный PIN сервиса; подряд: {inRow}, пауза {waitMs}.',
    en: 'A wrong PIN was given for the service view; in a row: {inRow}, pause {waitMs}.',
  },
  'api.lost': { ru: 'Связь с HEADO пропала.', en: 'The connection to HEADO was lost.' },
  'clock.differed': asTold(statusWords['status.clockDiffers']),
  'disk.ranLow': asTold(statusWords['status.diskLow']),
  'housekeeping.failed': {
    ru: 'Уборка старых записей не удалась ({error}); повтор через минуту.',
    en: 'Clearing up old records failed ({error}); it is tried again in a minute.',
  },
  'record.refused': {
    ru: 'Запись из {file} нельзя отправить как есть, она в карантине.',
    en: 'A record of {file} cannot be sent as it is and is in quarantine.',
  },
  'record.held': {
    ru: 'Запись из {file} ждёт верных часов или настроек.',
    en: 'A record of {file} waits for the clock or the settings.',
  },
  'quarantine.discarded': {
    ru: 'Из карантина отброшено: {id} ({reason}). Исходные байты хранятся.',
    en: 'Given up from the quarantine: {id} ({reason}). Its bytes are kept.',
  },
  'archive.replayed': {
    ru: 'Чтобы восстановить базу, архив прочитан заново; файлов: {files}.',
    en: 'The archive was read again to rebuild the database; files: {files}.',
  },
  'archive.unreadable': {
    ru: 'Файл архива {path} не удалось прочитать заново ({because}).',
    en: 'The file {path} of the archive could not be read again ({because}).',
  },
  'folder.questioned': {
    ru: 'О папке {folder} должен решить человек ({question}): heado-till recover.',
    en: 'A person has to decide about the folder {folder} ({question}): heado-till recover.',
  },
  'folder.renamed': {
    ru: 'Папка {from} теперь называется {folder}.',
    en: 'The folder {from} is called {folder} now.',
  },
  'entries.held': {
    ru: 'Данные восстановлены из копии: придержано записей {entries} до команды recover.',
    en: 'The data were restored from a copy: {entries} entries are held until recover.',
  },
  'folder.recovered': {
    ru: 'Решено о папке {folder} ({choice}): снова в очереди {resent}, учтено без отправки {kept}.',
    en: 'Decided about the folder {folder} ({choice}): back in line {resent}, kept without sending {kept}.',
  },
  'control.notOpened': asTold(agentWords['control.notOpened']),
  'command.failed': asTold(agentWords['control.failed']),
  'journal.resumed': {
    ru: 'Журнал снова пишется; потеряно строк: {lost}.',
    en: 'The journal is written again; lines lost: {lost}.',
  },
} as const satisfies Record<
  LoudOf<typeof coreEvents> | LoudOf<typeof controlEvents> | LoudOf<typeof journalEvents>,
  EventWords
>;
