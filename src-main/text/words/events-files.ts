/** Owns: the words about events of files, folders and the database. */
import type { intakeEvents } from '../../intake/events.ts';
import type { outboxEvents } from '../../outbox/events.ts';
import { asTold, type EventWords, type LoudOf } from '../event-form.ts';
import { folderWords } from './folders.ts';
import { statusWords } from './status.ts';

export const fileEventWords = {
  'file.rejected': {
    ru: 'Файл {file} не принят и лежит в rejected.',
    en: 'The file {file} was not taken and lies in rejected.',
  },
  'file.passedOver': {
    ru: 'В папке {folder} лежит то, что не открывается: {file}.',
    en: 'Something in the folder {folder} is never opened: {file}.',
  },
  'archive.missing': {
    ru: 'Файл {file} убран из архива папки {folder} или заменён, пока касса могла в него дописывать.',
    en: '{file} was removed from the archive of {folder} or replaced while the POS could still write to it.',
  },
  'file.failed': {
    ru: 'С файлом {file} заминка, повтор идёт сам.',
    en: 'There is a hitch with the file {file}; it is tried again by itself.',
  },
  'files.foundByRescan': {
    ru: 'Система не сообщила о новых файлах в {folder}; обход нашёл: {count}.',
    en: 'The system did not tell of new files in {folder}; the rescan found: {count}.',
  },
  'folder.lost': {
    ru: 'Папка обмена {folder} недоступна.',
    en: 'The drop folder {folder} cannot be used.',
  },
  'watch.failed': asTold(folderWords['folder.watchFailed']),
  'disk.full': asTold(folderWords['folder.diskFull']),
  'take.failed': asTold(folderWords['folder.notStored']),
  'intake.failed': {
    ru: 'Сбой при приёме файлов ({error}); повтор при следующем обходе.',
    en: 'Taking files went wrong ({error}); it is tried again at the next rescan.',
  },
  'data.narrowed': {
    ru: 'Папку данных или файлы в ней ({count}) могли читать другие; доступ закрыт.',
    en: 'Others could read the data folder or files in it ({count}); they cannot any more.',
  },
  'data.setAside': {
    ru: 'На месте файла агента лежало другое ({path}); оно отложено: {aside}.',
    en: 'Something else lay in the place of a file of the agent ({path}); it was put aside: {aside}.',
  },
  'outbox.damaged': {
    ru: 'База была повреждена или устарела; она восстанавливается из архива и журнала доставки.',
    en: 'The database was damaged or too old; it is rebuilt from archive and delivery ledger.',
  },
  'outbox.rebuilt': {
    ru: 'База восстановлена; снова встало в очередь: {resent}.',
    en: 'The database was rebuilt; back in line: {resent}.',
  },
  'ballast.released': asTold(statusWords['status.ballastReleased']),
  'duplicate.differed': {
    ru: 'Чек {label} из {file} уже известен с другим содержимым; действует первый.',
    en: 'The receipt {label} of {file} is known with other content; the first one counts.',
  },
  'entry.conflicted': {
    ru: 'Чек {label} из {file} противоречит известному и ждёт решения в карантине.',
    en: 'The receipt {label} of {file} contradicts a known one and waits for a decision in quarantine.',
  },
  'entry.reopened': {
    ru: 'От записи {label} отказались вручную, касса принесла её снова ({file}): она опять в карантине.',
    en: '{label} had been given up by a person, and the POS brought it again ({file}): it is in quarantine again.',
  },
  'record.reopened': {
    ru: 'Отклонённая вручную запись {label} из {file} пришла снова и опять в карантине.',
    en: 'A record {label} of {file} that a person had given up came again and is in quarantine again.',
  },
} as const satisfies Record<LoudOf<typeof intakeEvents> | LoudOf<typeof outboxEvents>, EventWords>;
