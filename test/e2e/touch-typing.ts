/** Owns: a person who has no keyboard: taps on the keys that the screen shows, layer by layer. */
import { expect, type Locator, type Page } from '@playwright/test';

const LAYERS = [
  { sign: 'ABC', holds: /[a-z0-9_./-]/ },
  { sign: 'АБВ', holds: /[а-яё]/ },
  { sign: '#+=', holds: /[^a-zа-яё0-9_./-]/ },
] as const;

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Empties the field and types the text, sign by sign. The keyboard shows Latin letters first. */
export async function typeByTouch(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label });
  const keyboard = page.getByRole('region', { name: 'Экранная клавиатура' });
  await field.tap();
  // A tap sets the caret where the finger is; a person taps behind the last sign.
  await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(-1, -1));
  let keys = await placesOf(keyboard);
  const tap = async (name: string): Promise<void> => {
    const place = keys.get(name);
    if (!place) throw new Error(`there is no key ${name}`);
    await page.touchscreen.tap(place.x, place.y);
  };
  let shown: string = 'ABC';
  const change = async (layer: string): Promise<void> => {
    if (layer === shown) return;
    await tap(layer);
    await expect(keyboard.getByRole('button', { name: shown, exact: true })).toBeVisible();
    shown = layer;
    keys = await placesOf(keyboard);
  };
  for (let left = (await field.inputValue()).length; left > 0; left -= 1) await tap('Стереть');
  for (const letter of text) {
    const lower = letter.toLowerCase();
    await change(LAYERS.find(({ holds }) => holds.test(lower))?.sign ?? shown);
    if (lower !== letter) await tap('Заглавные');
    await tap(lower);
  }
  await change('ABC');
  await expect(field).toHaveValue(text);
}

/** Where the keys of the layer are, by what they say. */
async function placesOf(keyboard: Locator): Promise<Places> {
  const places = await keyboard.getByRole('button').evaluateAll((keys) =>
    keys.map((key): [string, { x: number; y: number }] => {
      const { x, y, width, height } = key.getBoundingClientRect();
      return [key.getAttribute('aria-label') ?? key.textContent, { x: x + width / 2, y: y + height / 2 }];
    }),
  );
  return new Map(places);
}
