/**
 * Owns: the codes of everything that reading can find wrong or worth a note.
 * Refuses to know: the words of the codes, what becomes of a record.
 */

/** Why a file as a whole cannot be read, or not yet. */
export type FileProblem =
  | 'format.empty'
  | 'format.incomplete'
  | 'format.nulTail'
  | 'format.nulBytes'
  | 'format.encodingUnknown'
  | 'format.utf8Damaged'
  | 'format.broken'
  | 'format.severalValues'
  | 'format.tooDeep'
  | 'format.unknown'
  | 'format.foreign'
  | 'format.notInstalled';

/** Why one record is refused, or rightly left out; or what is worth a note. */
export type RecordProblem =
  | 'format.broken'
  | 'format.tooDeep'
  | 'format.afterEnd'
  | 'format.lineCut'
  | 'format.nulTail'
  | 'format.nulBytes'
  | 'format.utf8Damaged'
  | 'format.recordTooLarge'
  | 'format.listRepeated'
  | 'format.notARecord'
  | 'format.fieldMissing'
  | 'format.fieldWrongType'
  | 'format.valueUnknown'
  | 'format.recordUnknown'
  | 'format.recordForeign'
  | 'format.partLeftOut'
  | 'format.unknownFields'
  | 'native.methodUnknown'
  | 'ofd.shapeUnknown'
  | 'ofd.codeMismatch'
  | 'ofd.operationUnknown'
  | 'ofd.notKopecks'
  | 'ofd.roubles'
  | 'ofd.negative'
  | 'ofd.storno'
  | 'ofd.heading'
  | 'ofd.methodUnknown'
  | 'ofd.methodUnsaid'
  | 'ofd.creditPaid'
  | 'ofd.timeUnknown'
  | 'ofd.foreignCompany'
  | 'ofd.outlay'
  | 'ofd.report'
  | 'ofd.prepayment'
  | 'ofd.prepaidReduced'
  | 'ofd.clockLooksUtc';

export type FormatProblem = FileProblem | RecordProblem;
