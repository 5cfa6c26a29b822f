/** Builders of fiscal documents for the tests of this room. */
export type Fields = Readonly<Record<string, unknown>>;

/** A cash sale of 523.50 in two lines, as the new export writes it. */
export function fiscalReceipt(changes: Fields = {}): Fields {
  return {
    code: 3,
    operationType: 1,
    dateTime: '2026-11-21T18:42:00',
    fiscalDriveNumber: '7380440902975456',
    fiscalDocumentNumber: 30_723,
    shiftNumber: 88,
    operator: 'Орлова Ирина',
    userInn: '7700000016  ',
    totalSum: 52_350,
    cashTotalSum: 52_350,
    items: [item('Кофе', 37_800), item('Круассан', 14_550)],
    ...changes,
  };
}

export function item(name: string, sum: number, changes: Fields = {}): Fields {
  return { name, sum, quantity: 1, price: sum, paymentType: 4, ...changes };
}

export function shiftDocument(code: 2 | 5, changes: Fields = {}): Fields {
  return {
    code,
    dateTime: '2026-11-21T22:05:00',
    fiscalDriveNumber: '7380440902975456',
    fiscalDocumentNumber: 30_801,
    shiftNumber: 88,
    operator: 'Орлова Ирина',
    kktRegId: '0009841886049318    ',
    ...changes,
  };
}
