/** The look of a till that works, through all of its views: no money where it is hidden, nothing Russian in English. */
import { expect, test } from '@playwright/test';
import { readEverything } from './all-views.ts';
import { namesFromOutside } from './known-day.ts';
import { openKnownDay, type KnownStand } from './known-stand.ts';
import { readScreen } from './screen-text.ts';

test.describe.configure({ mode: 'serial' });

let stand: KnownStand;
test.beforeAll(async ({ browser }) => {
  stand = await openKnownDay(browser);
});
test.afterAll(() => stand.leave());

async function changeLook(change: object): Promise<void> {
  const { origin } = new URL(stand.page.url());
  expect((await stand.page.request.post(`${origin}/api/unlock`, { data: { pin: '' } })).ok()).toBe(true);
  const answer = await stand.page.request.post(`${origin}/api/changeLook`, { data: change });
  expect(await answer.json()).toEqual({ ok: true, value: {} });
}

test('where money is hidden there is none of it in any view', async () => {
  await changeLook({ hideMoney: true });
  const method = 'purchaseRegisterBatch';
  stand.heado.behave({ act: 'resetBeforeCommit', method, times: 'forever' });
  stand.sell({ amount: 777, seller: 'Ёлкин Пётр' });
  const said = await readEverything(stand.page);
  expect(said.get('service')).toContain('скрыто');
  stand.heado.heal();
  for (const [name, text] of said) {
    expect(text, name).not.toContain('₽');
    for (const amount of ['8 130', '8 907', '777', '12 000']) expect(text, name).not.toContain(amount);
  }
  await changeLook({ hideMoney: false });
});

test('in English nothing is Russian but names', async () => {
  stand.drop('broken.json', '{"half":: }');
  await changeLook({ locale: 'en' });
  await expect.poll(() => readScreen(stand.page)).toContain('in quarantine: 1');
  // A language is told in itself.
  const outside = [...namesFromOutside().map((name) => name.replace(/\s/g, ' ')), 'Русский'];
  for (const [name, text] of await readEverything(stand.page)) {
    const rest = outside.reduce((left, each) => left.replaceAll(each, ''), text);
    expect(rest.match(/.{0,30}[а-яё].{0,30}/i)?.[0], name).toBeUndefined();
  }
});
