/**
 * Every number on every screen comes from a file that was dropped or from a reply of HEADO. What was sold is known, its
 * sums are worked out here; a number on a screen that is not among them has no source.
 */
import { expect, test, type Page } from '@playwright/test';
import { localTimeIn } from '../simulator/times.ts';
import { show } from './all-views.ts';
import {
  namesFromOutside,
  number,
  OTHER_STORES,
  OWN_STORE,
  percent,
  PLANS,
  roubles,
  SELLERS,
  SHORT_SELLERS,
  sumOf,
  YESTERDAY,
} from './known-day.ts';
import { rowsOf, sources, type Row } from './known-figures.ts';
import { openKnownDay, type KnownStand } from './known-stand.ts';
import { numbersOn, readScreen } from './screen-text.ts';
import { openStand } from './stand.ts';

test.describe.configure({ mode: 'serial' });

let stand: KnownStand;
let page: Page;
test.beforeAll(async ({ browser }) => {
  stand = await openKnownDay(browser);
  page = stand.page;
});
test.afterAll(() => stand.leave());

/** All of `wanted` is there, and nothing that has no source. HEADO's hour may turn meanwhile. */
async function expectNumbers(
  wanted: () => readonly string[],
  more: () => readonly string[] = () => [],
): Promise<void> {
  await expect(async () => {
    const found = await numbersOn(page, namesFromOutside());
    expect(found).toEqual(expect.arrayContaining([...wanted()]));
    const given = new Set([...wanted(), ...more()]);
    expect(found.filter((each) => !given.has(each))).toEqual([]);
  }).toPass();
}

/** Those that there are. */
const known = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((text) => text !== null && text !== undefined);

const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click();
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const cells = async (name: string): Promise<string[]> =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) })
    .locator('th, td')
    .allTextContents();

test('the strip, the panel and the card', async () => {
  const day = (): readonly Row[] => rowsOf(stand, 'day');
  const ofDay = (): readonly string[] => sources(stand, 'day');
  const facts = (): string[] => day().map(({ fact }) => fact);
  const left = roubles(PLANS.day.income - stand.sold.day.income);
  const place = [number(2), number(3)];
  await expectNumbers(() => {
    const [income] = day();
    return [...facts().slice(0, 3), ...known([income?.planNow, income?.pace]), left, ...place];
  }, ofDay);
  const asked = /данные\s*(\d\d:\d\d)/.exec(await readScreen(page))?.[1] ?? '';
  const said = stand.heado.calls
    .filter(({ method }) => method === 'reports')
    .map(({ atMs }) => localTimeIn(stand.zone, atMs).slice(11, 16));
  expect(said).toContain(asked);

  await show(page, 'panel', 'panel-800');
  await expect(page.getByRole('main')).toContainText(OWN_STORE.name);
  await expect(page.getByRole('main')).toContainText('Ёлкин Пётр');
  // Beside each percentage stands what it is of; a mean has no forecast.
  await expectNumbers(() => {
    const besides = known(day().flatMap(({ planNow, forecast }) => [planNow, forecast]));
    return [...facts(), ...besides, left, ...place];
  }, ofDay);
  const rows = page.getByRole('listitem');
  await expect(rows.filter({ hasText: 'Выручка' })).toContainText(/план к\s\d\d:\d\d —/);
  await expect(rows.filter({ hasText: 'Средний чек' })).not.toContainText(/ к\s|прогноз/);
  await expect(rows.filter({ hasText: 'Кол-во продаж' })).toContainText('план не задан');

  await show(page, 'card', 'card-320');
  await expect(page.getByRole('heading')).toHaveText('Средний чек');
  await expectNumbers(() => {
    const average = day()[1];
    return known([average?.fact, average?.pace, average?.plan]);
  }, ofDay);
});

for (const type of ['day', 'month'] as const) {
  test(`the full view of the ${type}`, async () => {
    const { income, count } = stand.sold[type];
    await show(page, 'full', 'full-1024');
    await press(type === 'day' ? 'День' : 'Месяц');
    const left = roubles(PLANS[type].income - income);
    // The chart knows what the income was before.
    await expectNumbers(
      () => {
        const rows = rowsOf(stand, type);
        return [...rows.map(({ fact }) => fact), ...known([rows[0]?.planNow, rows[0]?.forecast, left])];
      },
      () => [...sources(stand, type), roubles(0), roubles(YESTERDAY.amount)],
    );
    for (const { name, fact, plan, planNow, pace } of rowsOf(stand, type)) {
      const [, ...told] = await cells(name);
      expect([told[0], told[1]]).toEqual([fact, plan ?? '—']);
      expect(told[2]?.startsWith(pace)).toBe(true);
      expect(told[2]?.endsWith(planNow === plan ? pace : (planNow ?? pace))).toBe(true);
    }
    const drawn = page.getByRole('img', { name: /^График/ });
    await expect(drawn).toHaveAccessibleName(new RegExp(`факт ${roubles(income)} \\(`));

    await tab('Продавцы');
    const sellers = SELLERS.map((seller) =>
      sumOf(stand.sales[type].filter((each) => each.seller === seller)),
    );
    for (const [index, own] of sellers.entries()) {
      const share = own.income / income;
      const told = await cells(SHORT_SELLERS[index] ?? '');
      expect(told.slice(2)).toEqual([
        percent(share, share < 0.1 ? 1 : 0),
        ...[roubles(own.income), roubles(own.average), number(own.items, 2), number(own.count)],
      ]);
      expect(told[0]).toBe(number(index + 1));
    }
    expect(sellers.reduce((sum, own) => sum + own.count, 0)).toBe(count);
    await expect(page.locator('tr[data-own="true"]')).toContainText('Ёлкин');

    await tab('Рейтинг');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    const before = [...OTHER_STORES.map(({ storeExtId }) => storeExtId), 'S1'];
    const after = [...OTHER_STORES, { ...OWN_STORE, sold: income }].sort(
      (one, other) => other.sold - one.sold,
    );
    for (const [index, { storeExtId, name, sold: fact }] of after.entries()) {
      const moved = before.indexOf(storeExtId) - index;
      const way = moved > 0 ? `выше на ${moved}` : `ниже на ${-moved}`;
      const told = await cells(name);
      expect(told[0]).toBe(number(index + 1));
      // HEADO does not say what this figure is: the largest decides on kopecks.
      expect([number(fact), number(fact, 2)]).toContain(told[3]);
      expect(told[1]).toContain(moved === 0 ? 'без перемен' : way);
    }
  });
}

test('where HEADO gives nothing no number stands, whatever this till has sold', async ({ browser }) => {
  const mute = await openStand({ plans: PLANS.day });
  mute.heado.behave({ act: { name: 'rpcError', code: -32601 }, method: 'reports', times: 'forever' });
  const other = await browser.newPage();
  await other.goto(await mute.address('strip'));
  mute.sell({ amount: 1_000 });
  await expect.poll(() => mute.heado.registered()).toBe(1);
  const said = {
    'strip-1024': 'нет данных',
    'card-320': 'нет данных',
    'panel-800': 'нет данных',
    'full-1024': 'HEADO не даёт показатели этого магазина.',
  };
  for (const [size, words] of Object.entries(said)) {
    await show(
      other,
      size.startsWith('strip')
        ? 'strip'
        : size.startsWith('card')
          ? 'card'
          : size.startsWith('panel')
            ? 'panel'
            : 'full',
      size,
    );
    await expect(other.getByRole('main')).toContainText(words);
    expect(await numbersOn(other, [])).toEqual([]);
  }
  await mute.leave();
});
