/**
 * Owns: what the demo's till writes: one small shop day in both formats, with everything that happens to a till:
 * sales, a return, partial returns, a broken file, a repetition, the opening and closing of a shift.
 * Every step says what should become of it, so that the summary can be checked against the server.
 */
import { localClock } from './clock-text.ts';

export interface Drop {
  readonly file: string;
  readonly body: string;
  /** What the reader sees. */
  readonly says: string;
  /** External ids of receipts that must be at the server exactly once, with the sign of their amount. */
  readonly delivers: readonly string[];
  readonly signals: number;
  /** Rejected or quarantined as a whole. */
  readonly refused: boolean;
}

interface Item {
  readonly name: string;
  readonly price: number;
  readonly category: string;
}

const GOODS: readonly Item[] = [
  { name: 'Кофе латте 300 мл', price: 189, category: 'Напитки&&Кофе' },
  { name: 'Круассан с миндалём', price: 145.5, category: 'Выпечка' },
  { name: 'Сыр Гауда, 200 г', price: 313.2, category: 'Гастрономия&&Сыры' },
  { name: 'Хлеб ржаной', price: 62, category: 'Выпечка' },
  { name: 'Вода 0,5 л', price: 55, category: 'Напитки' },
];
const CASHIERS = ['Орлова Ирина', 'Громов Пётр'] as const;

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('demo: nothing to pick from');
  return value;
}

/** Sums of prices in kopecks, so that they are exact. */
function kopecks(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + Math.round(item.price * 100), 0);
}

function basket(number: number): Item[] {
  return Array.from({ length: 1 + (number % 3) }, (_, line) => pick(GOODS, number * 7 + line * 3));
}

function native(
  number: number,
  items: readonly Item[],
  sign: 1 | -1,
  more: Record<string, unknown> = {},
): string {
  const amount = (sign * kopecks(items)) / 100;
  const cashier = pick(CASHIERS, number);
  return JSON.stringify({
    amount,
    discount: 0,
    ts: localClock(),
    cashier,
    extId: `DEMO-${number}`,
    positions: items.map((item) => ({
      name: item.name,
      count: 1,
      total: item.price,
      category: item.category,
      seller: cashier,
    })),
    attributes: [{ name: 'paytype/card', value: String(amount) }],
    ...more,
  });
}

const DRIVE = '7380440902975456';

function fiscal(number: number, items: readonly Item[], operationType: 1 | 2): string {
  const total = kopecks(items);
  const receipt = {
    code: 3,
    operationType,
    dateTime: localClock(),
    fiscalDriveNumber: DRIVE,
    fiscalDocumentNumber: 30_000 + number,
    fiscalSign: 1_000_000 + number,
    shiftNumber: 88,
    requestNumber: number,
    operator: pick(CASHIERS, number),
    totalSum: total,
    cashTotalSum: 0,
    ecashTotalSum: total,
    items: items.map((item) => {
      const price = Math.round(item.price * 100);
      return { name: item.name, price, quantity: 1, sum: price, paymentType: 4, productType: 1 };
    }),
  };
  return JSON.stringify({ document: { receipt } });
}

const money = (items: readonly Item[]): string => `${(kopecks(items) / 100).toFixed(2)} ₽`;

/**
 * Step `number` of the day, from 0; the day repeats its pattern every twelve steps. `earlier`: the steps before.
 */
export function dropOf(number: number, earlier: readonly Drop[]): Drop {
  const items = basket(number);
  const file = `${String(number).padStart(4, '0')}.json`;
  const sale: Drop = {
    file,
    body: native(number, items, 1),
    says: `sale DEMO-${number}, ${money(items)}`,
    delivers: [`DEMO-${number}`],
    signals: 0,
    refused: false,
  };
  if (number === 0) {
    const body = JSON.stringify({
      event: 'shift/start',
      ts: localClock().replace('T', ' '),
      seller: CASHIERS[0],
      shift: '88',
    });
    return { ...sale, body, says: 'shift opened', delivers: [], signals: 1 };
  }
  switch (number % 12) {
    case 3:
      return fiscalStep(sale, number, items, 1);
    case 5:
      return returnOf(sale, number, number - 1, basket(number - 1), 'return of');
    case 7:
      return returnOf(sale, number, number - 5, basket(number - 5).slice(0, 1), 'partial return of');
    case 8:
      return {
        ...sale,
        body: sale.body.slice(0, -40),
        says: 'a file that was cut off',
        delivers: [],
        refused: true,
      };
    case 9:
      return {
        ...sale,
        body: native(number, items, 1, { amount: 1 }),
        says: 'a receipt whose lines do not add up',
        delivers: [],
        refused: true,
      };
    case 10:
      return fiscalStep(sale, number, items, 2);
    case 11:
      return {
        ...(earlier[number - 5] ?? sale),
        file,
        says: `DEMO-${number - 5} written a second time`,
        delivers: [],
      };
    default:
      return sale;
  }
}

function fiscalStep(sale: Drop, number: number, items: readonly Item[], operationType: 1 | 2): Drop {
  const kind = operationType === 1 ? 'fiscal sale' : 'fiscal return';
  const id = `${DRIVE}-${30_000 + number}`;
  return {
    ...sale,
    body: fiscal(number, items, operationType),
    says: `${kind} ${id}, ${money(items)}`,
    delivers: [id],
  };
}

function returnOf(sale: Drop, number: number, of: number, items: readonly Item[], word: string): Drop {
  const more = { extId: `DEMO-${of}`, docId: `R-${number}` };
  return {
    ...sale,
    body: native(number, items, -1, more),
    says: `${word} DEMO-${of}, ${money(items)}`,
    delivers: [`DEMO-${of}:return:${number}`],
  };
}

/** The last file of the day. */
export function closing(number: number): Drop {
  const body = JSON.stringify({
    event: 'shift/stop',
    ts: localClock().replace('T', ' '),
    seller: CASHIERS[0],
    shift: '88',
  });
  return {
    file: `${String(number).padStart(4, '0')}.json`,
    body,
    says: 'shift closed',
    delivers: [],
    signals: 1,
    refused: false,
  };
}
