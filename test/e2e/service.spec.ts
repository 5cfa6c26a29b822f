/**
 * The service view of one till through a bad day: nothing yet, two things in quarantine, the network cut, the file for
 * the support, nobody there any more. One till, in the order of the day.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readScreen } from './screen-text.ts';
import { openStand, type Stand } from './stand.ts';

const PIN = '2580';
const STRIP = { width: 1024, height: 64 };
const WINDOW = { width: 1024, height: 768 };

test.describe.configure({ mode: 'serial' });
test.use({ hasTouch: true, viewport: STRIP });

let stand: Stand;
let page: Page;
let refused: string;
test.beforeAll(async ({ browser }) => {
  stand = await openStand({ more: { widget: { pin: PIN } } });
  page = await browser.newPage();
  await page.goto(await stand.address('strip'));
});
test.afterAll(() => stand.leave());

const keypad = (): Locator => page.getByRole('heading', { name: 'Введите PIN' });
const opened = (): Locator => page.getByRole('heading', { name: 'Сервис', exact: true });
const section = (title: string): Locator => page.getByRole('region', { name: title });
const item = (label: string): Locator => section('Карантин').getByRole('listitem').filter({ hasText: label });
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap();

/** On the keypad of the screen. */
async function enterPin(pin: string): Promise<void> {
  for (const digit of pin) await press(digit);
  await press('Открыть');
}

/** From the strip by its menu, in a window that grows with the view. */
async function knock(): Promise<void> {
  await page.setViewportSize(STRIP);
  await page.getByRole('button', { name: /^Меню/ }).tap();
  await page.getByRole('button', { name: /^Служебный/ }).tap();
  await page.setViewportSize(WINDOW);
  await expect(keypad()).toBeVisible();
}

test('a wrong PIN is refused with a waiting time, the right one opens', async () => {
  await knock();
  for (const wrong of ['25801', '2850']) {
    await enterPin(wrong);
    await expect(page.getByRole('alert')).toHaveText('PIN не подошёл.');
  }
  await expect(page.getByText('Следующая попытка через 1 с.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Открыть' })).toBeDisabled();
  expect(await readScreen(page)).not.toContain('Карантин');
  await expect(page.getByText('Следующая попытка')).toHaveCount(0);
  await enterPin(PIN);
  await expect(opened()).toBeVisible();
});

test('where nothing happened yet but two wrong PINs every section says so in words', async () => {
  await expect(section('Карантин')).toContainText('Карантин пуст: всё прочитано и принято.');
  await expect(section('Очередь чеков')).toContainText('Очередь пуста: все чеки переданы в HEADO.');
  const errors = section('Последние ошибки').getByRole('listitem');
  await expect(errors).toHaveCount(2);
  await expect(errors.last()).toContainText(
    /Введён неверный PIN сервиса; подряд: 2, пауза 2 с\. pin\.refused$/,
  );
  await expect(section('Форматы файлов')).toContainText('Файлов ещё не было');
  await expect(section('Товары без названия')).toContainText('Таких нет.');
  const folder = section('Папки обмена').getByRole('row', { name: 'drop' });
  await expect(folder.getByRole('cell')).toHaveText(['читается', '0', 'ещё не было']);
});

test('what lies in quarantine puts a dot on the menu and says what is wrong and what to do', async () => {
  stand.heado.behave({
    act: { name: 'refuseReceipt', when: (receipt) => JSON.stringify(receipt).includes('"E-1"') },
    method: 'purchaseRegisterBatch',
    times: 'forever',
  });
  // One that is taken follows: a refusal alone, with nothing after it, is no verdict.
  refused = stand.sell({ amount: 700.5 });
  stand.sell({ amount: 300 });
  stand.drop('broken.json', '{"half":: }');
  await press('Закрыть');
  await page.setViewportSize(STRIP);
  const menu = page.getByRole('button', { name: 'Меню, в карантине: 2' });
  await expect(menu.locator('path')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/карантин/i);
  await menu.tap();
  await page.getByRole('button', { name: 'Служебный' }).filter({ hasText: 'в карантине: 2' }).tap();
  await page.setViewportSize(WINDOW);
  await enterPin(PIN);
  await expect(item(`Чек ${refused}`)).toContainText(/HEADO не принял чек \(-32602: .+\)\./);
  await expect(item(`Чек ${refused}`)).toContainText('Исправьте чек в выгрузке кассы.');
  const broken = item('Файл broken.json');
  await expect(broken).toContainText('▲ ');
  expect((await broken.innerText()).length).toBeGreaterThan(100);
  await broken.getByRole('button', { name: 'Начало текста' }).tap();
  await expect(broken.locator('pre')).toHaveText('{"half":: }');
});

test('a retry before the cause is mended puts the receipt in the queue, from where it goes once that is done', async () => {
  await item('broken.json').getByRole('button', { name: 'Повторить' }).tap();
  await expect(page.getByRole('alert')).toContainText('Это не правильный JSON.');
  await item(refused).getByRole('button', { name: 'Повторить' }).tap();
  await expect(page.getByRole('status').filter({ hasText: 'Проверяется заново.' })).toBeVisible();
  const queue = section('Очередь чеков');
  await expect(queue.getByRole('row').filter({ hasText: refused })).toContainText('ещё одна попытка');
  expect(stand.heado.registered()).toBe(1);
  stand.heado.heal();
  await expect.poll(() => stand.heado.registered()).toBe(2);
  await expect(queue).toContainText('Очередь пуста');
  await expect(item(refused)).toHaveCount(0);
  await expect(item('broken.json')).toBeVisible();
});

test('discarding takes a second tap', async () => {
  const broken = item('broken.json');
  await broken.getByRole('button', { name: 'Отбросить', exact: true }).tap();
  await broken.getByRole('button', { name: 'Оставить' }).tap();
  await expect(broken.getByRole('button', { name: 'Повторить' })).toBeVisible();
  await broken.getByRole('button', { name: 'Отбросить', exact: true }).tap();
  await broken.getByRole('button', { name: 'Да, отбросить' }).tap();
  await expect(section('Карантин')).toContainText('Отброшено; оригинал хранится в архиве.');
  await expect(broken).toHaveCount(0);
});

test('the queue of a cut network, the formats, the versions and the key by its fingerprint', async () => {
  await stand.network.cut();
  const waiting = stand.sell({ amount: 1_250.5 });
  const queue = section('Очередь чеков');
  await expect(queue.getByRole('heading')).toHaveText('Очередь чеков 1');
  const row = queue.getByRole('row').filter({ hasText: waiting });
  await expect(row.getByRole('cell')).toHaveText(['1 250,50 ₽', /^\d\d:\d\d$/, /ждёт отправки|отправляется/]);
  await stand.network.heal();
  await expect(queue).toContainText('Очередь пуста');
  const formats = section('Форматы файлов');
  await expect(formats.getByRole('row', { name: 'heado-json' }).getByRole('cell')).toHaveText('3');
  const facts = section('Программа');
  const key = createHash('sha256').update(stand.heado.deviceKey).digest('hex').slice(0, 4);
  await expect(facts).toContainText(`Отпечаток ключа${key}`);
  await expect(facts).toContainText(`Node${process.versions.node}`);
  await expect(facts).toContainText(`Сервер HEADO${new URL(stand.network.url).host}`);
  await expect(facts).toContainText(/Часы кассы\s*идут верно/);
  await expect(section('Последние ошибки').getByRole('listitem').first()).toBeVisible();
  expect(await readScreen(page)).not.toContain(stand.till.root);
});

test('other open screens are listed, and ended without this one', async ({ browser }) => {
  const other = await browser.newPage();
  await other.goto(await stand.address('panel'));
  await expect(other.getByRole('main')).toContainText('Выручка');
  const screens = section('Открытые экраны');
  await expect(screens.getByRole('heading')).toHaveText('Открытые экраны 2');
  await expect(screens.getByRole('row').filter({ hasText: 'этот экран' })).toContainText(/Chrome \d+/);
  await press('Завершить остальные');
  await press('Да, завершить');
  await expect(screens).toContainText('Завершено: 1.');
  await expect(other.getByText('heado-till ui-url')).toBeVisible();
  await expect(opened()).toBeVisible();
  await other.close();
});

test('the file for the support has neither the key nor a place of this machine', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), press('Сохранить файл')]);
  expect(download.suggestedFilename()).toMatch(/^heado-till-\d{4}-\d\d-\d\d\.txt$/);
  const text = readFileSync(await download.path(), 'utf8');
  for (const part of ['agent', 'machine', 'store', 'lanes', 'quarantine', 'problems', 'journal'])
    expect(text).toContain(`== ${part}\n`);
  expect(text).toContain('batch.postponed');
  expect(text).not.toContain(stand.heado.deviceKey);
  expect(text).not.toContain(stand.till.root);
  expect(text).not.toContain(process.cwd());
  await expect(section('Диагностика').getByRole('status')).toContainText(download.suggestedFilename());
});

test('a minute without a hand on it closes it, on the screen and at the agent', async () => {
  await page.clock.install();
  for (let visits = 0; visits < 2; visits += 1) {
    await section('Карантин').getByRole('heading').tap();
    await page.clock.fastForward(50_000);
  }
  await expect(opened()).toBeVisible();
  await page.clock.fastForward(11_000);
  await expect(opened()).toHaveCount(0);
  const answer = await page.request.post(new URL('/api/serviceState', page.url()).href, { data: {} });
  expect(await answer.json()).toMatchObject({ ok: false, refusal: { reason: 'locked' } });
  await expect(page.getByRole('button', { name: 'Меню', exact: true })).toBeVisible();
  await knock();
});
