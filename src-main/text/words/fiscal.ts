/** Owns: the words about fiscal documents that cannot be read or are left out. */
import type { FormatProblem } from '../../formats/problems.ts';
import type { BothLanguages } from '../words.ts';

const mend = {
  ru: 'Исправьте выгрузку в кассовой программе и положите файл снова.',
  en: 'Correct the export in the POS and drop the file again.',
} as const;
const nothing = { ru: 'Делать ничего не нужно.', en: 'Nothing to do.' } as const;

export const fiscalWords = {
  'ofd.shapeUnknown': {
    ru: { what: 'Не похоже ни на один вид фискального документа.', todo: mend.ru },
    en: { what: 'This looks like no kind of fiscal document.', todo: mend.en },
  },
  'ofd.codeMismatch': {
    ru: { what: 'Код документа {code} не подходит к его содержимому.', todo: mend.ru },
    en: { what: 'The document code {code} does not fit its content.', todo: mend.en },
  },
  'ofd.operationUnknown': {
    ru: { what: 'Неизвестный признак расчёта {operationType}.', todo: mend.ru },
    en: { what: 'Unknown operation type {operationType}.', todo: mend.en },
  },
  'ofd.notKopecks': {
    ru: { what: 'Сумма не в целых копейках.', todo: mend.ru },
    en: { what: 'An amount is not in whole kopecks.', todo: mend.en },
  },
  'ofd.roubles': {
    ru: {
      what: 'Похоже, суммы в рублях: в фискальном документе они стоят в копейках, без дробной части.',
      todo: 'Выгрузите документы с суммами в копейках и положите файл снова.',
    },
    en: {
      what: 'These look like roubles: the sums of a fiscal document are in kopecks, without a fraction.',
      todo: 'Export the documents with sums in kopecks and drop the file again.',
    },
  },
  'ofd.negative': {
    ru: {
      what: 'Сумма со знаком минус ({value}), а документ не возврат.',
      todo: 'Возврат обозначается полем operationType 2; исправьте выгрузку и положите файл снова.',
    },
    en: {
      what: 'The sum has a minus sign ({value}), but the document is no return.',
      todo: 'A return is told by operationType 2; correct the export and drop the file again.',
    },
  },
  'ofd.storno': {
    ru: { what: 'Строки {lines}, сторно {storno}, итог {total}: вместе не сходятся.', todo: mend.ru },
    en: { what: 'Lines {lines}, storno {storno}, total {total}: they do not add up.', todo: mend.en },
  },
  'ofd.heading': {
    ru: {
      what: 'Это только заголовок чека, без строк: похоже на список чеков, а не на сами чеки.',
      todo: 'Выгрузите чеки целиком, со списком items.',
    },
    en: {
      what: 'This is only the heading of a receipt, without its lines: it looks like a list of receipts, not the receipts.',
      todo: 'Export the whole receipts, with their items.',
    },
  },
  'ofd.methodUnknown': {
    ru: { what: 'Неизвестный признак способа расчёта «{value}».', todo: mend.ru },
    en: { what: 'Unknown kind of payment method "{value}".', todo: mend.en },
  },
  'ofd.methodUnsaid': {
    ru: { what: 'Способ расчёта не указан (строк: {count}): взят полный расчёт.', todo: nothing.ru },
    en: {
      what: 'The payment method is not said (lines: {count}): taken as full settlement.',
      todo: nothing.en,
    },
  },
  'ofd.creditPaid': {
    ru: {
      what: 'Оплата кредита не отправляется: выручкой была передача товара в кредит.',
      todo: nothing.ru,
    },
    en: { what: 'The payment of a credit is not sent: the sale on credit was.', todo: nothing.en },
  },
  'ofd.timeUnknown': {
    ru: { what: 'Время документа не читается.', todo: mend.ru },
    en: { what: 'The time of the document cannot be read.', todo: mend.en },
  },
  'ofd.foreignCompany': {
    ru: {
      what: 'Документ другой компании: ожидался ИНН {expected}.',
      todo: 'Проверьте, чьи файлы попадают в папку.',
    },
    en: {
      what: 'A document of another company: tax number {expected} was expected.',
      todo: 'Check whose files get into the folder.',
    },
  },
  'ofd.outlay': {
    ru: { what: 'Расход не продажа и не отправляется.', todo: nothing.ru },
    en: { what: 'An outlay is no sale and is not sent.', todo: nothing.en },
  },
  'ofd.report': {
    ru: { what: 'Отчёт кассы не отправляется.', todo: nothing.ru },
    en: { what: 'A report of the till is not sent.', todo: nothing.en },
  },
  'ofd.prepayment': {
    ru: {
      what: 'Предоплата или аванс не отправляется: в HEADO уходит окончательный расчёт.',
      todo: 'Чтобы отправлять предоплату, задайте receipts.prepayment: "payment".',
    },
    en: {
      what: 'A prepayment or advance is not sent: its settlement is.',
      todo: 'To send prepayments instead, set receipts.prepayment: "payment".',
    },
  },
  'ofd.prepaidReduced': {
    ru: { what: 'Из чека на {total} отправлено {sent}: остальное предоплата.', todo: nothing.ru },
    en: { what: 'Of a receipt of {total}, {sent} is sent: the rest is prepayment.', todo: nothing.en },
  },
  'ofd.clockLooksUtc': {
    ru: {
      what: 'Время документа похоже на UTC, а не на время магазина (сдвиг {offsetMinutes} мин).',
      todo: 'Проверьте store.timeZone и часы кассы.',
    },
    en: {
      what: 'The time of the document looks like UTC, not like that of the store ({offsetMinutes} min apart).',
      todo: 'Check store.timeZone and the clock of the till.',
    },
  },
} as const satisfies Record<Extract<FormatProblem, `ofd.${string}`>, BothLanguages>;
