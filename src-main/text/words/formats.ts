/** Owns: the words about what formats cannot read or leave out; those of fiscal documents stand apart. */
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
const set = {
  ru: 'Проверьте, что касса выгружает один из этих форматов и кладёт в эту папку только чеки.',
  en: 'Check that the POS exports one of these formats and puts nothing but receipts into this folder.',
} as const;
/** As `formats/detect.ts` lists them; a test compares the two. */
export const KNOWN_FORMATS = 'heado-json, ofd-json';
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
      why: 'Возможно, это и не текст.',
      todo: 'Укажите drop.folders[].encoding: utf-8, windows-1251 или cp866.',
    },
    en: {
      what: 'The text cannot be read as {encoding}.',
      why: 'Perhaps it is not a text at all.',
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
  'format.severalValues': {
    ru: {
      what: 'Это не правильный JSON: после первого документа стоит ещё что-то.',
      why: 'Несколько документов пишут одним списком или по одному в строке (NDJSON).',
      todo: mend.ru,
    },
    en: {
      what: 'This is not valid JSON: something more follows the first document.',
      why: 'Several documents are written as one list, or one document a line (NDJSON).',
      todo: mend.en,
    },
  },
  'format.tooDeep': {
    ru: { what: 'Слишком много вложенных уровней.', todo: mend.ru },
    en: { what: 'Too many levels within each other.', todo: mend.en },
  },
  'format.unknown': {
    ru: { what: `Формат файла не узнан. Читаются: ${KNOWN_FORMATS}.`, todo: set.ru },
    en: {
      what: `The format of the file is not known. Formats that are read: ${KNOWN_FORMATS}.`,
      todo: set.en,
    },
  },
  'format.foreign': {
    ru: { what: `Похоже на {kind}; этот формат не читается. Читаются: ${KNOWN_FORMATS}.`, todo: set.ru },
    en: {
      what: `This looks like {kind}, which is not a known format. Formats that are read: ${KNOWN_FORMATS}.`,
      todo: set.en,
    },
  },
  'format.recordUnknown': {
    ru: { what: `Это не чек и не смена ни одного из форматов: ${KNOWN_FORMATS}.`, todo: set.ru },
    en: {
      what: `This is no receipt or shift event of the formats that are read: ${KNOWN_FORMATS}.`,
      todo: set.en,
    },
  },
  'format.recordForeign': {
    ru: { what: `Похоже на документ {kind}; такие не читаются. Читаются: ${KNOWN_FORMATS}.`, todo: set.ru },
    en: {
      what: `This looks like a document of {kind}, which is not read. Formats that are read: ${KNOWN_FORMATS}.`,
      todo: set.en,
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
    ru: { what: 'Вместо чека: {found}.', todo: mend.ru },
    en: { what: 'There is {found} where a receipt should be.', todo: mend.en },
  },
  'format.fieldMissing': {
    ru: { what: 'Нет обязательного поля {field} ({expected}).', todo: mend.ru },
    en: { what: 'The required field {field} ({expected}) is missing.', todo: mend.en },
  },
  'format.fieldWrongType': {
    ru: { what: 'Поле {field} не того типа: нужно {expected}, а там {found}.', todo: mend.ru },
    en: {
      what: 'The field {field} has the wrong type: {expected} is wanted, {found} was found.',
      todo: mend.en,
    },
  },
  'format.valueUnknown': {
    ru: { what: 'В поле {field} стоит «{value}», а бывает: {expected}.', todo: mend.ru },
    en: { what: 'The field {field} says "{value}"; it may say: {expected}.', todo: mend.en },
  },
  'format.partLeftOut': {
    ru: { what: 'Необязательные части не того вида пропущены ({count}): {fields}.', todo: nothing.ru },
    en: { what: 'Optional parts of a wrong form were left out ({count}): {fields}.', todo: nothing.en },
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
} as const satisfies Record<Exclude<FormatProblem, `ofd.${string}`> | ReadingProblem, BothLanguages>;
