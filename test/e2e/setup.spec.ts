/** A till with nothing: from the first look at the strip to its first receipt, by touch alone. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { tracesOf } from '../security/traces.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { startFirstRun, textIfThere, type FirstRun } from './first-run.ts';
import { typeByTouch } from './touch-typing.ts';

test.use({ hasTouch: true, viewport: { width: 1024, height: 64 } });

const KEY = 'Xq7-kassa_22:zZ9';
const MALFORMED = 'vW5/Jp0';
const PIN = '90817';
const WRONG = 'rK4.Tn8-uY3';
const KEY_FIELD = 'Ключ устройства';
const ZONE = 'Europe/Samara';

let heado: Simulator;
let till: FirstRun;
test.beforeEach(async () => {
  heado = await startSimulator({
    deviceKey: encodeURIComponent(KEY),
    timeZone: ZONE,
    storeExtId: 'S1',
    stores: [{ storeExtId: 'S1', name: 'Самара, Ленинградская, 21' }],
  });
  till = await startFirstRun();
});
test.afterEach(async () => {
  await till.leave();
  await heado.close();
});

test('comes to its first receipt without a keyboard, and no answer ever has the key', async ({ page }) => {
  const heard = hearAll(page);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap();
  const isStep = (name: string): Promise<void> =>
    expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

  await page.goto(`${till.address}&view=strip`);
  await expect(page.getByRole('main')).toContainText('Введите ключ устройства');
  await press('Настроить');
  await page.setViewportSize({ width: 1024, height: 600 });
  await isStep('Сервер и ключ');
  await press('Дальше');
  await expect(page.getByText('Без этого дальше нельзя.')).toBeVisible();
  await typeByTouch(page, 'Адрес HEADO', heado.url);
  await typeByTouch(page, KEY_FIELD, MALFORMED);
  await press('Дальше');
  await typeByTouch(page, 'Код магазина', 'S1');
  await typeByTouch(page, 'Код кассы', 'K1');
  await typeByTouch(page, 'PIN сервиса', PIN);
  await expect(page.getByRole('textbox', { name: 'PIN сервиса' })).toHaveCSS('-webkit-text-security', 'disc');
  await press('Дальше');
  await typeByTouch(page, 'Папка обмена', join(till.root, 'd'));
  await press('Дальше');
  await isStep('Часовой пояс');
  await typeByTouch(page, 'Найти: часть названия, например Moscow', 'sama');
  await page.getByRole('button', { name: ZONE }).tap();
  await press('Дальше');

  // What cannot be a key is told beside its field.
  await isStep('Проверка');
  await press('Сохранить без проверки');
  await isStep('Сервер и ключ');
  const field = page.getByRole('textbox', { name: KEY_FIELD });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/не может быть ключом: в нём косая черта/);
  expect(textIfThere(till.configFile) + textIfThere(till.keyFile)).toBe('');

  // A key that HEADO does not know is told by the test.
  const toTheTest = async (): Promise<void> => {
    for (const step of ['Магазин и касса', 'Папка обмена', 'Часовой пояс', 'Проверка']) {
      await press('Дальше');
      await isStep(step);
    }
  };
  await typeByTouch(page, KEY_FIELD, WRONG);
  await toTheTest();
  await press('Проверить связь');
  await expect(page.getByRole('main')).toContainText('HEADO не принимает ключ');
  for (let back = 0; back < 4; back += 1) await press('Назад');

  await typeByTouch(page, KEY_FIELD, KEY);
  await expect(field).toHaveCSS('-webkit-text-security', 'disc');
  await toTheTest();
  await press('Проверить связь');
  await expect(page.getByRole('status').filter({ hasText: 'HEADO отвечает' })).toContainText('Самара');
  heard.add('the test page', await page.content());
  expect(textIfThere(till.keyFile)).toBe('');
  await press('Сохранить');
  await isStep('Готово');
  expect(textIfThere(till.keyFile)).toBe(`${KEY}\n`);
  expect(statSync(till.keyFile).mode & 0o777).toBe(0o600);
  expect(textIfThere(till.configFile)).toMatch(/"pinHash": "scrypt\$/);
  expect(textIfThere(till.configFile)).not.toContain(PIN);

  await press('Отправить пробный чек');
  await expect(page.getByRole('status').filter({ hasText: 'Пробный чек' })).toContainText(/TEST\d+/);
  await expect.poll(() => heado.registered()).toBe(1);
  heard.add('the last page', await page.content());
  await press('К показателям');
  await page.setViewportSize({ width: 1024, height: 64 });
  await expect(page.getByRole('main')).toContainText('1 ₽');
  heard.add('the strip', await page.content());
  heard.add('storage', await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])));
  heard.add('address', page.url());
  heard.add('settings', textIfThere(till.configFile));
  heard.add('output', till.output());
  expect(await heard.keys()).toEqual([]);
});

interface Heard {
  add(place: string, text: string): void;
  /** Every piece of a key, by the place that had it. */
  keys(): Promise<string[]>;
}

/** Every answer but the event stream, which does not end; its snapshots are what the page draws. */
function hearAll(page: Page): Heard {
  const bodies: Promise<readonly [place: string, text: string]>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/api/events') || response.status() !== 200) return;
    bodies.push(response.text().then((text) => [response.url(), text]));
  });
  page.on('console', (message) => bodies.push(Promise.resolve(['console', message.text()])));
  return {
    add: (place, text) => void bodies.push(Promise.resolve([place, text])),
    async keys() {
      const texts = await Promise.all(bodies);
      expect(texts.some(([place]) => place.endsWith('/api/saveSetup'))).toBe(true);
      return texts.flatMap(([place, text]) =>
        [KEY, WRONG].flatMap((key) => tracesOf(key, text).map((piece) => `${place}: ${piece}`)),
      );
    },
  };
}
