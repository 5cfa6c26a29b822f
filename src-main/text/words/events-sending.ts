/** Owns: the words about events of sending and of reports. */
import type { reportsEvents } from '../../reports/events.ts';
import type { senderEvents } from '../../sender/events.ts';
import { asTold, type EventWords, type LoudOf } from '../event-form.ts';
import { senderWords } from './sender.ts';

export const sendingEventWords = {
  'batch.uncertain': {
    ru: 'HEADO не подтвердил пачку, записей: {entries}. Приняты ли они, неизвестно; повтор идёт сам.',
    en: 'HEADO did not confirm a batch, entries: {entries}. It may have them; they are sent again by themselves.',
  },
  'batch.postponed': {
    ru: 'Пачка не дошла до HEADO, записей: {entries}. Повтор идёт сам.',
    en: 'A batch did not get to HEADO, entries: {entries}. They are sent again by themselves.',
  },
  'batch.refused': {
    ru: 'HEADO не принял пачку ({code}: {message}), записей: {entries}.',
    en: 'HEADO refused a batch ({code}: {message}), entries: {entries}.',
  },
  'batch.countDiffered': {
    ru: 'HEADO насчитал не столько, сколько отправлено ({counted}); отправлено: {entries}.',
    en: 'HEADO counted other than what was sent ({counted}); sent: {entries}.',
  },
  'entry.ejected': {
    ru: 'HEADO не принял {label}; пойдёт ещё раз, когда он примет что-нибудь другое.',
    en: 'HEADO refused {label}; it goes once more after something else was taken.',
  },
  'entry.unconfirmed': {
    ru: '{label} не подтверждён и больше не повторяется сам: сверьте с личным кабинетом.',
    en: '{label} is not confirmed and is not repeated by itself any more: compare with the account.',
  },
  'entry.quarantined': {
    ru: '{label} ждёт решения в карантине.',
    en: '{label} waits for a decision in quarantine.',
  },
  'entry.slowed': {
    ru: '{label} повторяется раз в час, остальные идут.',
    en: '{label} is tried once an hour, the others go on.',
  },
  'entries.readmitted': {
    ru: 'Похоже на сбой сервера; возвращено в очередь: {entries}.',
    en: 'It looks like a fault of the server; put back in line: {entries}.',
  },
  'lane.held': { ru: 'Отправка стоит ({lane}).', en: 'Sending stands still ({lane}).' },
  'pace.lowered': {
    ru: 'HEADO просит обращаться реже; пауза между запросами: {pauseMs}.',
    en: 'HEADO asks for fewer calls; the pause between them: {pauseMs}.',
  },
  'deadline.raised': {
    ru: 'HEADO отвечает долго; ответа ждём до {deadlineMs}.',
    en: 'HEADO is slow to answer; a call now gets {deadlineMs}.',
  },
  'lane.faulted': asTold(senderWords['sender.outboxFailed']),
  'report.unreadable': {
    ru: 'Отчёт {report} пришёл в неизвестном виде; показатели остаются прежними.',
    en: 'The report {report} came in a form that is not known; the figures stay as they were.',
  },
  'report.refused': {
    ru: 'HEADO не даёт отчёт {report} ({words}).',
    en: 'HEADO does not give the report {report} ({words}).',
  },
  'reports.lost': {
    ru: 'Показатели не обновляются: отчёты от HEADO не приходят.',
    en: 'The figures are not renewed: no reports come from HEADO.',
  },
  'reports.faulted': {
    ru: 'Внутренняя ошибка при запросе отчётов ({words}); повтор в обычное время.',
    en: 'An error of this program while asking for reports ({words}); asked again at the usual time.',
  },
  'reports.keptIgnored': {
    ru: 'Сохранённые отчёты не читаются ({because}); показатели придут с ответом HEADO.',
    en: 'The reports that were kept cannot be read ({because}); the figures come with an answer of HEADO.',
  },
  'reports.keepFailed': {
    ru: 'Отчёты не сохраняются на диск ({error}); после перезапуска показатели появятся не сразу.',
    en: 'The reports cannot be kept on the disk ({error}); after a restart the figures take a moment.',
  },
} as const satisfies Record<LoudOf<typeof reportsEvents> | LoudOf<typeof senderEvents>, EventWords>;
