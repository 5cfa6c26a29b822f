/**
 * Owns: the sample answers of the device API's page, with the numbers as they are printed there.
 */
const metric = (id: string, name: string, order: number, type: number, rest: object): object => ({
  ...{ id, name, order, type, planhour: 0, predict: 0 },
  ...rest,
});

const INCOME = '1437627895975735595';
const AVERAGE = '1437627895975735596';
const ITEMS = '1437627895975735664';

const store = { id: '3656', store_ext_id: '0', name: 'Тюмень, 50 лет ВЛКСМ, 63 Шаурма' };

export const metricsSample = {
  data: {
    month: {
      metrics: {
        ...store,
        metrics: [
          metric(INCOME, 'Выручка', 0, 1, { fact: 401628, plan: 19999.998, qty: 2287 }),
          metric(AVERAGE, 'Средний чек', 1, 2, { fact: 175.61, plan: 0, qty: 2287 }),
          metric(ITEMS, 'Наполняемость', 2, 3, { fact: 2, plan: 0, qty: 2269 }),
        ],
      },
    },
    day: {
      metrics: {
        ...store,
        metrics: [
          metric(INCOME, 'Выручка', 0, 7, { fact: 24672, plan: 19999.998, ratio: 1.2336, qty: 141 }),
          metric(AVERAGE, 'Средний чек', 1, 2, { fact: 174.98, plan: 0, ratio: 1, qty: 141 }),
          metric(ITEMS, 'Наполняемость', 2, 3, { fact: 2.32, plan: 0, ratio: 1, qty: 140 }),
        ],
      },
    },
  },
};

const NAMES = ['Выручка', 'Средний чек', 'Наполняемость'];

function sellerMetrics(facts: readonly number[], type: object = {}): object[] {
  return facts.map((fact, at) => ({
    ...{ idx: String(at + 1), order: at + 1, label: NAMES[at], fact, plan: 0, qty: 140 },
    ...type,
  }));
}

function common(facts: readonly number[], plans: readonly number[]): object[] {
  const ids = [INCOME, AVERAGE, ITEMS];
  return sellerMetrics(facts).map((each, at) => ({ ...each, id: ids[at], plan: plans[at] }));
}

export const sellersSample = {
  data: {
    month: {
      bysellers: {
        common: common([1509878, 175.48617001395, 1.948460758605], [1269999.847, 0, 0]),
        sellers: [
          {
            name: 'Конищева Мария Андреевна',
            id: '1514522702289725696',
            metrics: sellerMetrics([435286, 180.6921384807, 2.03098048983], { type: 2 }),
          },
          {
            name: 'Поступинских Анна Владимировна',
            id: '1517977472394792448',
            metrics: sellerMetrics([320182, 171.95656831364, 1.841699194415]),
          },
        ],
      },
    },
    day: {
      bysellers: {
        common: common([24672, 174.9786, 2.3224], [19999.998, 0, 0]),
        sellers: [
          {
            name: 'Конищева Мария Андреевна',
            id: '1514522702289725696',
            metrics: sellerMetrics([24704, 176.4569, 2.3224]),
          },
        ],
      },
    },
  },
};
