/** Owns: the words of the settings of the screen, in both languages; both complete by their type. */
import type { Look } from '../../src-main/contract/snapshot.ts';

const ru = {
  mode: 'Размер',
  modes: { strip: 'Полоса', card: 'Карточка', panel: 'Панель', full: 'Весь экран' } satisfies Record<
    Look['mode'],
    string
  >,
  theme: 'Тема',
  themes: { auto: 'Как в системе', light: 'Светлая', dark: 'Тёмная' } satisfies Record<Look['theme'], string>,
  locale: 'Язык',
  locales: { ru: 'Русский', en: 'English' } satisfies Record<Look['locale'], string>,
  fade: 'Бледнеть без дела',
  fadeNever: 'Никогда',
  fadeSeconds: (count: string): string => `через ${count} с`,
  fadeMinutes: (count: string): string => `через ${count} мин`,
  hideMoney: 'Скрывать суммы',
  hideMoneyAbout: 'Только проценты: экран видят покупатели.',
  hideOthersMoney: 'Скрывать суммы коллег',
  hideOthersMoneyAbout: 'В списке продавцов у других — место и доля.',
  on: 'Да',
  off: 'Нет',
};

const en: typeof ru = {
  mode: 'Size',
  modes: { strip: 'Strip', card: 'Card', panel: 'Panel', full: 'Whole screen' },
  theme: 'Theme',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  locale: 'Language',
  locales: { ru: 'Русский', en: 'English' },
  fade: 'Fade when idle',
  fadeNever: 'Never',
  fadeSeconds: (count) => `after ${count} s`,
  fadeMinutes: (count) => `after ${count} min`,
  hideMoney: 'Hide money',
  hideMoneyAbout: 'Percentages only: customers see the screen.',
  hideOthersMoney: "Hide colleagues' money",
  hideOthersMoneyAbout: 'Others in the list of sellers show place and share only.',
  on: 'Yes',
  off: 'No',
};

export const lookWords = { ru, en };
