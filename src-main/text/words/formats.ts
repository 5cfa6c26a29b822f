/** Owns: the words about what formats cannot read or leave out. */
import type { FormatProblem } from '../../formats/problems.ts';
import type { ReadingProblem } from '../../intake/load-file.ts';
import type { BothLanguages } from '../words.ts';

const mend = {
  ru: 'Исправьте выгрузку в кассовой программе и положите файл снова.',
  en: 'Correct the export in the POS and drop the file again.',
} as const;
const wait = {
  ru: 'Подождите: файл ещё пишется. Лучше писать его под временным именем и затем переименовать.',
  en: 'Wait: it is still being written. Better write it under a temporary name and rename it.',
} as const;
const nothing = { ru: 'Делать ничего не нужно.', en: 'Nothing to do.' } as const;

export const formatWords = {
  'format.empty': {
    ru: { what: 'Файл пуст.', todo: wait.ru },
    en: { what: 'The file is empty.', todo: wait.en },
  },
  'format.incomplete': {
    ru: { what: 'У файла нет конца: содержимое обрывается.', todo: wait.ru },
    en: { what: 'The file has no end: its content breaks off.', todo: wait.en },
  },
  'format.nulTail': {
    ru: { what: 'Файл кончается нулевыми байтами, как после сбоя питания.', todo: mend.ru },
    en: { what: 'The file ends in zero bytes, as after a power cut.', todo: mend.en },
  },
  'format.nulBytes': {
    ru: { what: 'В файле нулевые байты: он повреждён или это не текст.', todo: mend.ru },
    en: { what: 'There are zero bytes in the file: it is damaged or no text.', todo: mend.en },
  },
  'format.encodingUnknown': {
    ru: {
      what: 'Текст не читается в кодировке {encoding}.',
      todo: 'Укажите drop.folders[].encoding: utf-8, windows-1251 или cp866.',
    },
    en: {
      what: 'The text cannot be read as {encoding}.',
      todo: 'Set drop.folders[].encoding to utf-8, windows-1251 or cp866.',
    },
  },
  'format.utf8Damaged': {
    ru: { what: 'Текст в UTF-8 повреждён.', todo: mend.ru },
    en: { what: 'The UTF-8 text is damaged.', todo: mend.en },
  },
  'format.broken': {
    ru: { what: 'Это не правильный JSON.', todo: mend.ru },
    en: { what: 'This is not valid JSON.', todo: mend.en },
  },
  'format.tooDeep': {
    ru: { what: 'Слишком много вложенных уровней.', todo: mend.ru },
    en: { what: 'Too many levels within each other.', todo: mend.en },
  },
  'format.unknown': {
    ru: {
      what: 'Формат файла не узнан.',
      todo: 'Проверьте, что касса выгружает один из поддерживаемых форматов; формат можно задать в drop.folders[].format.',
    },
    en: {
      what: 'The format of the file is not known.',
      todo: 'Check that the POS exports a supported format; drop.folders[].format can pin one.',
    },
  },
  'format.notInstalled': {
    ru: { what: 'Формата {format}, заданного в настройках, нет.', todo: 'Исправьте drop.folders[].format.' },
    en: {
      what: 'There is no format {format}, which the settings name.',
      todo: 'Correct drop.folders[].format.',
    },
  },
  'format.readerFailed': {
    ru: {
      what: 'Внутренняя ошибка при чтении файла ({error}).',
      todo: 'Файл сохранён. Сообщите разработчикам и приложите его.',
    },
    en: {
      what: 'An error of this program while reading the file ({error}).',
      todo: 'The file is kept. Report it together with the file.',
    },
  },
  'format.lineCut': {
    ru: {
      what: 'Последняя строка обрывается.',
      todo: 'Если касса допишет её, запись уйдёт сама. Иначе положите чек заново.',
    },
    en: {
      what: 'The last line breaks off.',
      todo: 'If the POS completes it, the record goes by itself. Else drop the receipt again.',
    },
  },
  'format.recordTooLarge': {
    ru: {
      what: 'Одна запись занимает {sizeBytes}, допустимо {limitBytes}.',
      todo: mend.ru,
    },
    en: { what: 'One record has {sizeBytes}, {limitBytes} are allowed.', todo: mend.en },
  },
  'format.listRepeated': {
    ru: {
      what: 'Список чеков встречается в файле дважды; взяты чеки обоих.',
      todo: 'Проверьте выгрузку кассовой программы.',
    },
    en: {
      what: 'The list of receipts stands in the file twice; the receipts of both were taken.',
      todo: 'Check the export of the POS.',
    },
  },
  'format.afterEnd': {
    ru: { what: 'Строка стоит после конца файла ___EOF___.', todo: mend.ru },
    en: { what: 'The line stands after the end mark ___EOF___.', todo: mend.en },
  },
  'format.notARecord': {
    ru: { what: 'Вместо чека стоит {found}.', todo: mend.ru },
    en: { what: 'There is {found} where a receipt should be.', todo: mend.en },
  },
  'format.fieldMissing': {
    ru: { what: 'Нет обязательного поля; нужно: {expected}.', todo: mend.ru },
    en: { what: 'A required field is missing; it must be: {expected}.', todo: mend.en },
  },
  'format.fieldWrongType': {
    ru: { what: 'Поле не того типа: нужно {expected}, стоит {found}.', todo: mend.ru },
    en: { what: 'A field has the wrong type: {expected} is wanted, {found} was found.', todo: mend.en },
  },
  'format.unknownFields': {
    ru: { what: 'Неизвестные поля ({count}) пропущены: {fields}.', todo: nothing.ru },
    en: { what: 'Unknown fields ({count}) were passed over: {fields}.', todo: nothing.en },
  },
  'native.methodUnknown': {
    ru: {
      what: 'Запрос с другим методом; принимаются purchaseRegister, purchaseRegisterBatch и registerEvent.',
      todo: mend.ru,
    },
    en: {
      what: 'A request of another method; purchaseRegister, purchaseRegisterBatch and registerEvent are taken.',
      todo: mend.en,
    },
  },
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
    ru: { what: 'Расход (признак расчёта {operationType}) не продажа и не отправляется.', todo: nothing.ru },
    en: { what: 'An outlay (operation type {operationType}) is no sale and is not sent.', todo: nothing.en },
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
} as const satisfies Record<FormatProblem | ReadingProblem, BothLanguages>;
