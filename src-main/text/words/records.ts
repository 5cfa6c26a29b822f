/** Owns: the words about what judging the records of a file can find. */
import type { JudgingProblem } from '../../intake/judge.ts';
import type { RefusalsProblem } from '../../intake/refusals.ts';
import type { BothLanguages } from '../words.ts';

export const recordWords = {
  'record.judgingFailed': {
    ru: {
      what: 'Внутренняя ошибка при проверке записи ({error}).',
      todo: 'Запись сохранена. Сообщите разработчикам и приложите её.',
    },
    en: {
      what: 'An error of this program while judging the record ({error}).',
      todo: 'The record is kept. Report it together with its text.',
    },
  },
  'record.manyRefused': {
    ru: {
      what: 'Ещё неверных записей в этом файле: {count}. Первая из них: {because}',
      todo: 'Исправьте выгрузку и положите файл снова или проверьте файл заново.',
    },
    en: {
      what: 'Further wrong records in this file: {count}. The first of them: {because}',
      todo: 'Correct the export and drop the file again, or have the file read again.',
    },
  },
  'file.noRecords': {
    ru: { what: 'В файле нет ни одной записи.', todo: 'Делать ничего не нужно.' },
    en: { what: 'There is no record in the file.', todo: 'Nothing to do.' },
  },
  'file.allRefused': {
    ru: {
      what: '{name} — не чеки: все записи ({count}) неверны. {because}',
      todo: 'Проверьте, что это за файл. Чеки, которые в него допишут, будут взяты; исправленный файл положите снова.',
    },
    en: {
      what: '{name} holds no receipts: all its records ({count}) are wrong. {because}',
      todo: 'Check which file this is. Receipts that are added to it are taken; drop it again once it is mended.',
    },
  },
} as const satisfies Record<JudgingProblem | RefusalsProblem, BothLanguages>;
