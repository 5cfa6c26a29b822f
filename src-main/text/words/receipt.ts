/** Owns: the words about receipts and records. */
import type { ReceiptProblem } from '../../receipt/findings.ts';
import type { BothLanguages, Locale, Values } from '../words.ts';

const nothingToDo = { ru: 'Делать ничего не нужно.', en: 'Nothing to do.' } as const;
const mendAtPos = {
  ru: 'Исправьте выгрузку в кассовой программе; исправленный файл можно положить в папку снова.',
  en: 'Correct the export in the POS; the corrected file may be dropped again.',
} as const;

const LEFT_OUT = {
  name: { ru: 'недопустимое имя', en: 'its name is not allowed' },
  notNumeric: { ru: 'значение не число', en: 'its value is no number' },
  range: { ru: 'значение вне допустимого', en: 'its value is out of range' },
  tooLong: { ru: 'значение длиннее 10 знаков', en: 'its value is over 10 characters' },
} as const satisfies Record<string, Record<Locale, string>>;

function leftOutText(values: Values, locale: Locale): string {
  const [, words] = Object.entries(LEFT_OUT).find(([reason]) => reason === values['why']) ?? [];
  return words ? words[locale] : '{why}';
}

export const receiptWords = {
  'receipt.numberInvalid': {
    ru: { what: 'Не число: {value}.', todo: mendAtPos.ru },
    en: { what: 'Not a number: {value}.', todo: mendAtPos.en },
  },
  'receipt.numberTooLarge': {
    ru: { what: 'Число {value} больше допустимого: {limit}.', todo: mendAtPos.ru },
    en: { what: 'The number {value} is over the limit of {limit}.', todo: mendAtPos.en },
  },
  'receipt.discountNegative': {
    ru: {
      what: 'Скидка отрицательная: {discount}. HEADO принимает скидку положительным числом.',
      todo: mendAtPos.ru,
    },
    en: {
      what: 'The discount is negative: {discount}. HEADO takes it as a positive number.',
      todo: mendAtPos.en,
    },
  },
  'receipt.signMismatch': {
    ru: { what: 'Знак суммы {amount} не подходит к виду чека «{kind}».', todo: mendAtPos.ru },
    en: {
      what: 'The sign of the amount {amount} does not fit a receipt of kind "{kind}".',
      todo: mendAtPos.en,
    },
  },
  'receipt.sumMismatch': {
    ru: {
      what: 'Сумма позиций {positions} не равна сумме чека {amount}; разница {difference}.',
      why: 'HEADO считает показатели по позициям и требует точного равенства.',
      todo: 'Проверьте, что в позициях суммы после всех скидок. ' + mendAtPos.ru,
    },
    en: {
      what: 'The positions add up to {positions}, the amount is {amount}; they differ by {difference}.',
      why: 'HEADO computes its figures from the positions and wants them to be exactly equal.',
      todo: 'Check that position totals are after all discounts. ' + mendAtPos.en,
    },
  },
  'receipt.tooManyPositions': {
    ru: { what: 'Позиций {length}, допустимо {limit}.', todo: mendAtPos.ru },
    en: { what: '{length} positions, at most {limit} are allowed.', todo: mendAtPos.en },
  },
  'receipt.tooManyAttributes': {
    ru: { what: 'Атрибутов {length}, допустимо {limit}.', todo: mendAtPos.ru },
    en: { what: '{length} attributes, at most {limit} are allowed.', todo: mendAtPos.en },
  },
  'receipt.tooManyFiscal': {
    ru: {
      what: 'Фискальных документов {length}, допустимо {limit}.',
      why: 'Один чек печатается на нескольких принтерах, но не на стольких.',
      todo: mendAtPos.ru,
    },
    en: {
      what: '{length} fiscal documents, at most {limit} are allowed.',
      why: 'One receipt is printed on several printers, but not on so many.',
      todo: mendAtPos.en,
    },
  },
  'receipt.timeInvalid': {
    ru: {
      what: 'Время чека не читается: {value}. Нужно ГГГГ-ММ-ДДTчч:мм:сс и, если есть, смещение ±чч:мм.',
      todo: mendAtPos.ru,
    },
    en: {
      what: 'The time cannot be read: {value}. It must be YYYY-MM-DDThh:mm:ss, with an offset ±hh:mm if any.',
      todo: mendAtPos.en,
    },
  },
  'receipt.extIdMissing': {
    ru: {
      what: 'У чека нет номера extId, и составить его не из чего: не хватает {missing}.',
      todo: 'Передавайте extId или недостающие части (магазин, касса, смена, номер); магазин и кассу можно задать в настройках store.',
    },
    en: {
      what: 'The receipt has no extId and none can be built: {missing} is missing.',
      todo: 'Give an extId or the missing parts (store, till, shift, number); store and till may come from the settings.',
    },
  },
  'receipt.idTooLong': {
    ru: {
      what: 'Идентификатор длиной {length} знаков, допустимо {limit}.',
      why: 'Укороченный номер мог бы совпасть с чужим, поэтому он не обрезается.',
      todo: mendAtPos.ru,
    },
    en: {
      what: 'The identifier has {length} characters, {limit} are allowed.',
      why: 'Cut short it could equal that of another receipt, so it is not cut.',
      todo: mendAtPos.en,
    },
  },
  'receipt.idInvalid': {
    ru: { what: 'В идентификаторе недопустимые знаки.', todo: mendAtPos.ru },
    en: { what: 'The identifier has characters that are not allowed.', todo: mendAtPos.en },
  },
  'receipt.poskeyInvalid': {
    ru: {
      what: 'Ключ кассы poskey не вида @магазин/касса из латинских букв и цифр.',
      todo: 'Проверьте store.storeExtId, store.cashboxExtId, store.tills и коды в файле кассы.',
    },
    en: {
      what: 'The poskey is not @store/till of Latin letters and digits.',
      todo: 'Check store.storeExtId, store.cashboxExtId, store.tills and the codes in the file.',
    },
  },
  'receipt.timeAhead': {
    ru: {
      what: 'Чек датирован будущим: {value}, на {aheadMinutes} мин вперёд; допустимо {limitMinutes}.',
      why: 'Скорее всего, неверны часы кассы или этого компьютера.',
      todo: 'Поправьте часы. Чек будет проверен снова сам; можно и вручную: «Повторить».',
    },
    en: {
      what: 'The receipt is from the future: {value}, {aheadMinutes} min ahead; {limitMinutes} are allowed.',
      why: 'Most likely the clock of the till or of this computer is wrong.',
      todo: 'Correct the clock. The receipt is judged again by itself, or by: "Try again".',
    },
  },
  'receipt.timeTooOld': {
    ru: {
      what: 'Чеку {ageDays} дн.: {value}; допустимо {limitDays}.',
      todo: 'Проверьте часы кассы. Если чек верен, поднимите receipts.maxAgeDays или откажитесь от него: «Отбросить».',
    },
    en: {
      what: 'The receipt is {ageDays} days old: {value}; {limitDays} are allowed.',
      todo: 'Check the clock of the till. If it is right, raise receipts.maxAgeDays or give it up: "Discard".',
    },
  },
  'receipt.unknownTill': {
    ru: {
      what: 'Неизвестная касса {till}.',
      todo: 'Добавьте её в store.tills: {"{till}": "код кассы в HEADO"}. Чек уйдёт сам.',
    },
    en: {
      what: 'Unknown till {till}.',
      todo: 'Add it to store.tills: {"{till}": "its extid at HEADO"}. The receipt then goes by itself.',
    },
  },
  'receipt.rounded': {
    ru: { what: 'Число {from} округлено до {to}: HEADO хранит четыре знака.', todo: nothingToDo.ru },
    en: { what: 'The number {from} was rounded to {to}: HEADO keeps four places.', todo: nothingToDo.en },
  },
  'receipt.amountOverOldLimit': {
    ru: { what: 'Сумма {value} больше {limit}: старые серверы HEADO её не примут.', todo: nothingToDo.ru },
    en: {
      what: 'The amount {value} is over {limit}: older HEADO servers do not take it.',
      todo: nothingToDo.en,
    },
  },
  'receipt.signTaken': {
    ru: { what: 'Возврат на {amount} записан с плюсом; отправлен с минусом.', todo: nothingToDo.ru },
    en: {
      what: 'The return of {amount} was written as a positive amount; it is sent as a negative one.',
      todo: nothingToDo.en,
    },
  },
  'receipt.roundingSpread': {
    ru: { what: 'Разница округления {difference} отнесена на самую большую позицию.', todo: nothingToDo.ru },
    en: {
      what: 'A rounding difference of {difference} was put on the largest position.',
      todo: nothingToDo.en,
    },
  },
  'receipt.textShortened': {
    ru: { what: 'Текст из {length} знаков сокращён до {limit}.', todo: nothingToDo.ru },
    en: { what: 'A text of {length} characters was cut to {limit}.', todo: nothingToDo.en },
  },
  'receipt.textCleaned': {
    ru: { what: 'Управляющие знаки в тексте заменены пробелами.', todo: nothingToDo.ru },
    en: { what: 'Control characters in a text were replaced by blanks.', todo: nothingToDo.en },
  },
  'receipt.nameMissing': {
    ru: {
      what: 'У позиции нет названия; отправлен её код.',
      todo: 'Добавьте названия в выгрузку или в каталог (catalog).',
    },
    en: {
      what: 'A position has no name; its code is sent instead.',
      todo: 'Add names to the export or to the catalogue (catalog).',
    },
  },
  'receipt.categoryShortened': {
    ru: {
      what: 'Категории длиннее {limit} знаков; отброшено уровней: {dropped}.',
      todo: 'Сократите категории в справочнике.',
    },
    en: {
      what: 'The categories are over {limit} characters; levels left out: {dropped}.',
      todo: 'Shorten them in the item list.',
    },
  },
  'receipt.itemIdLeftOut': {
    ru: {
      what: 'Код товара длиннее допустимого или с недопустимыми знаками; не отправлен.',
      todo: 'Сократите код товара в справочнике.',
    },
    en: {
      what: 'An item code is too long or has characters that are not allowed; it is not sent.',
      todo: 'Shorten the code in the item list.',
    },
  },
  'receipt.attributeRounded': {
    ru: { what: 'Значение атрибута {name} округлено, чтобы поместиться в 10 знаков.', todo: nothingToDo.ru },
    en: {
      what: 'The value of the attribute {name} was rounded to fit into 10 characters.',
      todo: nothingToDo.en,
    },
  },
  'receipt.attributeLeftOut': {
    ru: {
      what: (v) => `Атрибут {name} не отправлен: ${leftOutText(v, 'ru')}.`,
      todo: 'Проверьте имя (латиница, до 20 знаков) и значение (число, до 10 знаков).',
    },
    en: {
      what: (v) => `The attribute {name} is not sent: ${leftOutText(v, 'en')}.`,
      todo: 'Check its name (ASCII, up to 20 characters) and value (a number of up to 10).',
    },
  },
  'receipt.extIdHashed': {
    ru: {
      what: 'Составленный номер {from} длиннее 40 знаков; вместо него отправлен {to}.',
      todo: nothingToDo.ru,
    },
    en: {
      what: 'The id {from} that was built is over 40 characters; {to} is sent instead.',
      todo: nothingToDo.en,
    },
  },
} as const satisfies Record<ReceiptProblem, BothLanguages>;
