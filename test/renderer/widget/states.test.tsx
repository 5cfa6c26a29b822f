import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { testBridge } from '../support/bridge.ts';
import { renderApp, SIZES, type SizeName } from '../support/render.tsx';
import { allStates, type StateName } from '../support/snapshots.ts';
import { textOf } from '../support/text-of.ts';

const sizes: readonly SizeName[] = [
  'strip800',
  'strip1024',
  'strip1280',
  'strip1366',
  'card',
  'panelSmall',
  'panelLarge',
];
const states = Object.entries(allStates) satisfies readonly (readonly [string, Snapshot])[];

function show(state: Snapshot, size: SizeName): string {
  return textOf(renderApp(testBridge(state), SIZES[size]).container);
}

/** What has to stand in a state, at every size; a list: at least one of them. */
const facts: Partial<Record<StateName, readonly (string | readonly string[])[]>> = {
  firstRun: ['Введите ключ устройства'],
  loading: ['Показатели загружаются'],
  live: ['24 672 ₽', 'отстаёт от плана на 7 %', '18:42', 'связь есть'],
  approximate: ['≈', '25 600 ₽', 'часть ещё не подтверждена'],
  stale: ['24 672 ₽', '18:20', 'данные устарели'],
  yesterday: ['24 672 ₽', '21 нояб'],
  offline: ['24 672 ₽', 'Нет связи, в очереди 7 чеков.', '18:20', 'нет связи'],
  offlineLate: ['Нет связи, в очереди 1234 чека.'],
  rateLimited: ['24 672 ₽', 'ждут отправки: 3 чека', 'связь есть'],
  keyRefused: ['24 672 ₽', ['HEADO не принимает ключ устройства.', 'Ключ не принят'], 'нужна помощь'],
  noPlan: ['24 672 ₽', 'план не задан'],
  quarantine: ['24 672 ₽', 'в карантине: 2'],
  diskFull: ['24 672 ₽', ['На диске с папкой данных нет места.', 'Диск полон']],
  folderMissing: [['Папки чеков /var/spool/heado-till нет.', 'Нет папки чеков']],
  clockOff: [['Часы этого компьютера расходятся', 'Часы неверны']],
  shiftClosed: ['Смена закрыта в 18:41', '24 672 ₽', 'Все чеки отправлены✓'],
  shiftClosedEmpty: ['Смена закрыта в 18:41', 'Не принято HEADO1 (700 ₽)', 'Ждут отправки3 (1 234,50 ₽)'],
  noData: ['нет данных'],
  hideMoney: ['≈', '67 %'],
  english: ['7% behind plan', '18:42', 'connected'],
};

describe.each(sizes)('at the size %s', (size) => {
  it.each(states)('%s has its facts and nothing that is no word', (name, state) => {
    const text = show(state, size);
    expect(text).not.toMatch(/NaN|undefined|null|Infinity|∞|\[object/u);
    expect(text).not.toMatch(/[^\d]0[\s]%/u);
    const wanted = Object.entries(facts).find(([each]) => each === name)?.[1] ?? [];
    for (const fact of wanted) {
      const either = typeof fact === 'string' ? [fact] : fact;
      expect(
        either.some((each) => text.includes(each)),
        `${either.join(' or ')} in ${text}`,
      ).toBe(true);
    }
  });

  it.each(states)('%s has one main part with one first heading, and every button a name', (_, state) => {
    show(state, size);
    expect(screen.getAllByRole('main')).toHaveLength(1);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    for (const button of screen.queryAllByRole('button')) {
      expect(button.getAttribute('aria-label') ?? button.textContent).toMatch(/\p{L}{2,}/u);
    }
  });

  it.each(['hideMoney', 'hideMoneyNoPlan'] as const)('%s shows no roubles', (name) => {
    expect(show(allStates[name], size)).not.toContain('₽');
  });

  it('hidden money stays hidden when a shift closes and after the best receipt', () => {
    const hidden = { ...allStates.bestReceipt, look: { ...allStates.bestReceipt.look, hideMoney: true } };
    expect(show(hidden, size)).not.toContain('₽');
    const closed = { ...allStates.shiftClosedEmpty, look: hidden.look };
    expect(show(closed, size)).not.toContain('₽');
  });

  it('a name from outside is text, in a box of its own direction', () => {
    const { container } = renderApp(testBridge(allStates.hostile), SIZES[size]);
    expect(container.querySelector('img')).toBeNull();
    const named = [...container.querySelectorAll('bdi')].filter((each) =>
      each.textContent.includes('onerror='),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const node of textNodes(container)) {
      if (node.textContent?.includes('onerror=') === true) {
        expect(node.parentElement?.closest('bdi')).not.toBeNull();
      }
    }
  });

  it('without a plan there is neither percentage nor bar, but last week where it fits', () => {
    const text = show(allStates.noPlan, size);
    expect(text).not.toContain('%');
    expect(text.includes('неделю назад 41 300 ₽')).toBe(size !== 'panelSmall');
    expect(screen.queryAllByRole('img').map((each) => each.getAttribute('aria-label'))).toEqual([
      'связь есть',
    ]);
  });
});

function textNodes(root: Node): readonly Node[] {
  return [...root.childNodes].flatMap((each) =>
    each.nodeType === Node.TEXT_NODE ? [each] : textNodes(each),
  );
}
