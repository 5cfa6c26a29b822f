/** Owns: the words about receipts that HEADO does not take, and about sending that stands still. */
import type { SenderProblem } from '../../sender/events.ts';
import type { BothLanguages } from '../words.ts';
import { support } from './api.ts';

export const senderWords = {
  'api.refused': {
    ru: {
      what: 'HEADO не принял чек ({code}: {message}).',
      todo: 'Исправьте чек в выгрузке кассы. Повторить: «Повторить». Отказаться: «Отбросить».',
    },
    en: {
      what: 'HEADO refused the receipt ({code}: {message}).',
      todo: 'Correct it in the export. Try again: "Try again". Give it up: "Discard".',
    },
  },
  'api.receiptTooLarge': {
    ru: {
      what: 'Чек слишком велик для сервера: {sizeBytes}.',
      todo: 'Проверьте, что это один чек. Отказаться: «Отбросить».',
    },
    en: {
      what: 'The receipt is too large for the server: {sizeBytes}.',
      todo: 'Check that it is one receipt. Give it up: "Discard".',
    },
  },
  'api.unanswered': {
    ru: {
      what: 'HEADO так и не подтвердил чек, отправлен раз: {times} ({because}); другие запросы он принимал.',
      why: 'Возможно, чек у него уже есть, поэтому он больше не повторяется сам.',
      todo: 'Сверьте с личным кабинетом. Отправить снова: heado-till receipts resend.',
    },
    en: {
      what: 'HEADO never confirmed the receipt, sent {times} times ({because}); it answered other calls.',
      why: 'It may have it already, so it is not repeated by itself any more.',
      todo: 'Compare with the HEADO account. Send again: heado-till receipts resend.',
    },
  },
  'api.refusesEverything': {
    ru: {
      what: 'HEADO отказывает всем чекам подряд ({code}: {message}).',
      why: 'Похоже на сбой сервера, поэтому чеки остаются в очереди.',
      todo: support.ru,
    },
    en: {
      what: 'HEADO refuses every receipt ({code}: {message}).',
      why: 'That looks like a fault of the server, so the receipts stay in line.',
      todo: support.en,
    },
  },
  'sender.closeHeld': {
    ru: { what: 'Закрытие смены ждёт своих чеков.', todo: 'Делать ничего не нужно.' },
    en: { what: 'The closing of the shift waits for its receipts.', todo: 'Nothing to do.' },
  },
  'sender.outboxFailed': {
    ru: {
      what: 'Отправка стоит: базу не удаётся прочитать или записать ({words}).',
      todo: 'Проверьте место на диске и сам диск: heado-till doctor. Повтор идёт сам, чеки сохраняются.',
    },
    en: {
      what: 'Nothing is sent: the database cannot be read or written ({words}).',
      todo: 'Check the room on the disk and the disk itself: heado-till doctor. It is tried again by itself; receipts are kept.',
    },
  },
} as const satisfies Record<SenderProblem, BothLanguages>;
