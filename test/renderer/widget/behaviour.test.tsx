import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { testBridge, type TestBridge } from '../support/bridge.ts';
import { average, day, figure, income, NOW_MS } from '../support/figures.ts';
import { renderApp, SIZES, type SizeName } from '../support/render.tsx';
import { allStates, shiftCard, snapshot, withDay, withFigures, withLook } from '../support/snapshots.ts';
import { textOf } from '../support/text-of.ts';

function draw(bridge: TestBridge, size: SizeName): () => string {
  const { container } = renderApp(bridge, SIZES[size]);
  return () => textOf(container);
}

const button = (name: RegExp): HTMLElement => screen.getByRole('button', { name });
const press = (name: RegExp): void => {
  fireEvent.mouseDown(button(name));
  fireEvent.click(button(name));
};

const pass = (ms: number): void => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

describe('before the first snapshot', () => {
  it.each(['strip1024', 'card', 'panelLarge'] as const)('grey bars and no figure stand at %s', (size) => {
    const text = draw(testBridge(), size);
    expect(text()).toBe('Показатели загружаются');
    expect(screen.getByRole('main').getAttribute('aria-busy')).toBe('true');
  });

  it.each(['strip800', 'card', 'panelSmall', 'panelLarge'] as const)(
    'words take the place of the bars after ten seconds at %s',
    (size) => {
      vi.useFakeTimers();
      const text = draw(testBridge(), size);
      pass(9_999);
      expect(text()).toBe('Показатели загружаются');
      pass(1);
      expect(text()).toBe('Нет данных. Программа обмена ещё не ответила.');
    },
  );

  it('it is told when the agent cannot be reached or the address is not valid', () => {
    const bridge = testBridge();
    const text = draw(bridge, 'strip1024');
    act(() => bridge.agent('lost'));
    expect(text()).toContain('Программа обмена не отвечает.');
    act(() => bridge.agent('notAllowed'));
    expect(text()).toContain('Откройте экран заново: heado-till ui-url.');
  });

  it('the first figures come with the first snapshot', () => {
    const bridge = testBridge();
    const text = draw(bridge, 'card');
    act(() => bridge.give(allStates.live));
    expect(text()).toContain('24 672 ₽');
  });
});

describe('figures that do not come', () => {
  const { loading } = allStates;
  const offline = { ...loading, link: 'offline' } as const;
  const refused = { ...loading, link: 'action', notices: allStates.keyRefused.notices } as const;

  it.each([
    ['strip800', loading, 'Нет данных. HEADO ещё не ответил.'],
    ['strip1366', loading, 'Нет данных. HEADO ещё не ответил.'],
    ['card', loading, 'Нет данных. HEADO ещё не ответил.'],
    ['panelSmall', loading, 'Нет данных. HEADO ещё не ответил.'],
    ['panelLarge', withLook({ locale: 'en' }, loading), 'No data. HEADO has not answered yet.'],
    ['strip800', offline, 'Нет данных. Нет связи.'],
    ['panelLarge', refused, 'Нет данных. Ключ не принят'],
  ] as const)('are grey bars for ten seconds, and words then, at %s', (size, state, words) => {
    vi.useFakeTimers();
    const text = draw(testBridge(state), size);
    pass(9_999);
    expect(text()).not.toMatch(/Нет данных|No data/u);
    pass(1);
    expect(text()).toContain(words);
    expect(text()).not.toMatch(/загружаются|Loading/u);
  });

  it.each([
    ['strip800', 'key', 'Нет данных. HEADO не даёт показатели этому ключу. Чеки отправляются.'],
    ['card', 'other', 'Нет данных. HEADO не даёт показатели этого магазина. Чеки отправляются.'],
    ['panelSmall', 'tooOften', 'Нет данных. HEADO просит спрашивать показатели реже. Чеки отправляются.'],
  ] as const)('are told as refused at once, not as silence, at %s', (size, figuresRefused, words) => {
    const text = draw(testBridge({ ...loading, figuresRefused }), size);
    expect(text()).toContain(words);
    expect(text()).not.toMatch(/загружаются|ещё не ответил/u);
  });

  it('are told as refused beside old ones too, unless HEADO only asks for patience', () => {
    const bridge = testBridge({ ...allStates.stale, figuresRefused: 'tooOften' });
    const text = draw(bridge, 'panelLarge');
    expect(text()).not.toContain('HEADO');
    act(() => bridge.give({ ...allStates.stale, figuresRefused: 'key' }));
    expect(text()).toContain('HEADO не даёт показатели этому ключу. Чеки отправляются.');
    expect(text()).toContain('24 672 ₽');
  });

  it('are waited for once, not anew by every view', () => {
    vi.useFakeTimers();
    const bridge = testBridge(loading);
    const text = draw(bridge, 'strip1024');
    pass(60_000);
    expect(text()).toContain('Нет данных');
    press(/^Открыть подробные/u);
    expect(text()).toContain('Нет данных');
    expect(text()).not.toContain('загружаются');
  });

  it('of a new day are waited for anew', () => {
    vi.useFakeTimers();
    const bridge = testBridge(allStates.live);
    const text = draw(bridge, 'card');
    pass(60_000);
    act(() => bridge.give(loading));
    expect(text()).toContain('загружаются');
    pass(10_000);
    expect(text()).toContain('Нет данных');
  });

  it('take their place when they do come', () => {
    vi.useFakeTimers();
    const bridge = testBridge(loading);
    const text = draw(bridge, 'panelLarge');
    pass(20_000);
    act(() => bridge.give(allStates.live));
    expect(text()).toContain('24 672 ₽');
    expect(text()).not.toContain('Нет данных');
  });
});

describe('a lost agent', () => {
  it.each(['strip800', 'strip1366', 'card', 'panelSmall', 'panelLarge'] as const)(
    'leaves the figures and their age at %s',
    (size) => {
      const bridge = testBridge(allStates.live);
      const text = draw(bridge, size);
      act(() => bridge.agent('lost'));
      expect(text()).toContain('24 672 ₽');
      expect(text()).toContain('18:42');
      expect(text()).toContain('Программа обмена не отвечает.');
      act(() => bridge.agent('here'));
      expect(text()).not.toContain('не отвечает');
    },
  );
});

describe('what the agent is told', () => {
  it.each([
    ['strip800', ['metrics']],
    ['strip1366', ['metrics', 'bytradepoints']],
    ['card', ['metrics']],
    ['panelLarge', ['metrics', 'bytradepoints']],
  ] as const)('at %s it is asked for %j', (size, reports) => {
    const bridge = testBridge(allStates.live);
    draw(bridge, size);
    expect(bridge.shown.at(-1)).toEqual({ visible: true, reports });
  });

  it('that nobody sees it, and that it is seen again', () => {
    const bridge = testBridge(allStates.live);
    draw(bridge, 'card');
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    fireEvent(document, new Event('visibilitychange'));
    expect(bridge.shown.at(-1)?.visible).toBe(false);
    visibility.mockRestore();
    fireEvent(document, new Event('visibilitychange'));
    expect(bridge.shown.at(-1)?.visible).toBe(true);
  });
});

describe('the keyboard', () => {
  it.each(['strip1024', 'card', 'panelSmall', 'panelLarge'] as const)(
    'stays with the field that has it while %s is tapped, opened and closed',
    (size) => {
      const bridge = testBridge(allStates.live);
      draw(bridge, size);
      const field = document.body.appendChild(document.createElement('input'));
      field.focus();
      for (const each of screen.getAllByRole('button')) {
        expect(fireEvent.mouseDown(each)).toBe(false);
      }
      press(/^Меню/u);
      expect(document.activeElement).toBe(field);
      press(/^Закрыть/u);
      act(() => bridge.give(allStates.keyRefused));
      expect(document.activeElement).toBe(field);
      field.remove();
    },
  );

  it('of a scanner does nothing', () => {
    const bridge = testBridge(allStates.live);
    const text = draw(bridge, 'card');
    const before = text();
    for (const key of ['4', '6', '0', 'ArrowRight', 'Escape', 'Enter', ' ', 'F1']) {
      expect(fireEvent.keyDown(document.body, { key })).toBe(true);
      expect(fireEvent.keyUp(document.body, { key })).toBe(true);
    }
    expect(text()).toBe(before);
    expect(bridge.asked).toEqual([]);
  });
});

describe('the strip', () => {
  it('opens the panel where it is tapped, and the panel leads back', () => {
    const text = draw(testBridge(allStates.live), 'strip1024');
    press(/^Открыть подробные/u);
    expect(text()).toContain('Подробнее');
    press(/^Назад/u);
    expect(screen.queryByText('Подробнее')).toBeNull();
    expect(button(/^Открыть подробные/u)).toBeDefined();
  });

  it('steps back when nobody touched it for the time of the settings, unless a person is needed', () => {
    vi.useFakeTimers();
    const bridge = testBridge(withLook({ idleFadeMs: 30_000 }));
    draw(bridge, 'strip1024');
    const idle = (): string | undefined => screen.getByRole('main').dataset['idle'];
    pass(29_999);
    expect(idle()).toBe('false');
    pass(1);
    expect(idle()).toBe('true');
    act(() => bridge.give(withLook({ idleFadeMs: 30_000 }, allStates.diskFull)));
    expect(idle()).toBe('false');
    act(() => bridge.give(withLook({ idleFadeMs: 30_000 })));
    fireEvent.pointerDown(window);
    expect(idle()).toBe('false');
  });
});

describe('the card', () => {
  it('shows the figure furthest behind and turns by arrow, round in both directions', () => {
    const worst = figure({ ...average, pace: 'behind', paceRatio: -0.3 });
    const text = draw(testBridge(withFigures(income, worst)), 'card');
    expect(text()).toContain('Средний чек');
    press(/^Следующий/u);
    expect(text()).toContain('Выручка');
    press(/^Предыдущий/u);
    expect(text()).toContain('Средний чек');
  });

  it('stays with the figure that a person picked, whatever comes', () => {
    const bridge = testBridge(allStates.live);
    const text = draw(bridge, 'card');
    press(/^Следующий/u);
    act(() => bridge.give(withFigures(figure({ ...income, paceRatio: -0.5 }), ...day.figures.slice(1))));
    expect(text()).toContain('Средний чек');
  });

  it('turns by a swipe, not by a tap', () => {
    const text = draw(testBridge(allStates.live), 'card');
    const main = screen.getByRole('main');
    fireEvent.pointerDown(main, { clientX: 200 });
    fireEvent.pointerUp(main, { clientX: 190 });
    expect(text()).toContain('Выручка');
    fireEvent.pointerDown(main, { clientX: 200 });
    fireEvent.pointerUp(main, { clientX: 100 });
    expect(text()).toContain('Средний чек');
  });

  it('says of an average what the next receipt needs, not what is left', () => {
    const text = draw(testBridge(allStates.live), 'card');
    press(/^Следующий/u);
    press(/^Следующий/u);
    expect(text()).toContain('3 товара в следующем чеке поднимут наполняемость');
    expect(text()).not.toContain('До плана дня');
  });
});

describe('the figures', () => {
  it.each(['strip1024', 'card', 'panelSmall', 'panelLarge'] as const)(
    'name the hour of an old plan and compare nothing with it at %s',
    (size) => {
      const text = draw(testBridge(allStates.stale), size);
      expect(text()).toContain('план к 18:20 — 26 500 ₽');
      expect(text()).not.toMatch(/к 18:42|отстаёт|опережает|в темпе|по плану сейчас/u);
    },
  );

  it.each(['panelSmall', 'panelLarge'] as const)('stand beside what they are measured by at %s', (size) => {
    const text = draw(testBridge(allStates.live), size);
    expect(text()).toContain('Выручкаплан к 18:42 — 26 500 ₽');
    expect(text()).toContain('Средний чекплан 400 ₽');
    expect(text()).not.toContain('38 000');
  });

  it('keep the place of «≈», so that nothing moves when it comes and goes', () => {
    const bridge = testBridge(allStates.live);
    draw(bridge, 'strip1024');
    const places = (): number => document.querySelectorAll('[class*="sign"][aria-hidden]:empty').length;
    const signs = (): number =>
      [...document.querySelectorAll('[class*="sign"]')].filter((each) => each.textContent === '≈').length;
    expect([places(), signs()]).toEqual([3, 0]);
    act(() => bridge.give(allStates.approximate));
    expect([places(), signs()]).toEqual([2, 1]);
  });

  it('write a number as long with «≈» as without', () => {
    const mean = { ...average, form: { kind: 'money', decimals: 2 }, fact: 405.47 } as const;
    const bridge = testBridge(withFigures(income, figure(mean)));
    const text = draw(bridge, 'strip1024');
    expect(text()).toContain('405,47 ₽');
    act(() => bridge.give(withFigures(income, figure({ ...mean, fact: 407, approximate: true }))));
    expect(text()).toContain('407,00 ₽');
  });

  it('have a sign alone where returns exceed sales', () => {
    const text = draw(testBridge(allStates.returns), 'panelLarge');
    expect(text()).toContain('намного отстаёт от плана');
    expect(text()).not.toMatch(/10[05]\s%отст|отстаёт от плана на 10/u);
  });

  it('of means without sales are a dash', () => {
    const none = { fact: null, confirmed: null, pace: 'none', paceRatio: null } as const;
    const text = draw(testBridge(withFigures(income, figure({ ...average, ...none }))), 'panelLarge');
    expect(text()).toContain('Средний чекплан 400 ₽—');
  });

  it('say of a reached plan that it is, in one sentence', () => {
    const text = draw(testBridge(allStates.planReached), 'panelLarge');
    expect(text()).toContain('План дня выполнен');
    expect(text()).not.toContain('До плана дня');
  });
});

describe('the menu', () => {
  it('leads to the service view, with the number in quarantine', () => {
    const text = draw(testBridge(allStates.quarantine), 'panelLarge');
    press(/^Меню, в карантине: 2/u);
    expect(text()).toContain('Служебныйв карантине: 2');
  });

  it('changes to the other theme, which the settings take over', () => {
    const bridge = testBridge(allStates.live, { changeLook: () => ({ ok: true, value: {} }) });
    draw(bridge, 'strip1024');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    press(/^Меню/u);
    press(/^Светлая тема/u);
    expect(bridge.asked).toEqual([{ name: 'changeLook', argument: { theme: 'light' } }]);
    act(() => bridge.give(withLook({ theme: 'light' })));
    expect(document.documentElement.dataset['theme']).toBe('light');
  });
});

describe('a plan that is reached', () => {
  const reached = allStates.achievement;

  it('is said once, and not again when another view is opened', () => {
    vi.useFakeTimers();
    const bridge = testBridge(reached);
    const text = draw(bridge, 'strip1024');
    pass(0);
    expect(text()).toContain('План дня выполнен');
    pass(10_000);
    expect(text()).not.toContain('План дня выполнен');
    press(/^Открыть подробные/u);
    act(() => bridge.give({ ...reached, atMs: NOW_MS + 20_000 }));
    pass(20_000);
    expect(text()).not.toContain('План дня выполнен');
  });

  it('is not said again by a page that is loaded anew meanwhile, but the next one is', () => {
    vi.useFakeTimers();
    const bridge = testBridge({ ...reached, atMs: NOW_MS + 4_000 });
    const text = draw(bridge, 'strip1024');
    const heard: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      pass(1_000);
      heard.push(text());
    }
    expect(heard.join(' ')).not.toContain('План дня выполнен');
    const next = { id: '2026-11-22 5', name: 'Чеков', saidAtMs: NOW_MS + 64_000 };
    act(() => bridge.give({ ...reached, atMs: NOW_MS + 64_000, achievement: next }));
    pass(0);
    expect(text()).toContain('План дня выполнен: Чеков');
  });

  it('is said by a page that was there but heard of it late', () => {
    vi.useFakeTimers();
    const bridge = testBridge(snapshot());
    const text = draw(bridge, 'card');
    act(() => bridge.give({ ...reached, atMs: NOW_MS + 30_000 }));
    pass(0);
    expect(text()).toContain('План дня выполнен');
  });

  it('waits until three seconds after the last receipt', () => {
    vi.useFakeTimers();
    const bridge = testBridge(snapshot());
    const text = draw(bridge, 'card');
    act(() =>
      bridge.give({ ...reached, lastReceipt: { atMs: NOW_MS - 1_000, amount: 500, bestOfDay: false } }),
    );
    pass(1_999);
    expect(text()).not.toContain('План дня выполнен');
    pass(1);
    expect(text()).toContain('План дня выполнен');
  });

  it('names the figure where it is not the income', () => {
    const bridge = testBridge({
      ...reached,
      achievement: { id: '2', name: 'Средний чек', saidAtMs: NOW_MS },
    });
    vi.useFakeTimers();
    const text = draw(bridge, 'panelLarge');
    pass(0);
    expect(text()).toContain('План дня выполнен: Средний чек');
  });
});

describe('the best receipt of the day', () => {
  it('is said quietly and passes', () => {
    vi.useFakeTimers();
    const text = draw(testBridge(allStates.bestReceipt), 'strip800');
    pass(0);
    expect(text()).toContain('лучший чек дня3 420 ₽');
    pass(8_000);
    expect(text()).toContain('До плана дня');
  });

  it('is no news an hour later', () => {
    vi.useFakeTimers();
    const late = snapshot({ lastReceipt: { atMs: NOW_MS - 3_600_000, amount: 3_420, bestOfDay: true } });
    const text = draw(testBridge(late), 'strip800');
    pass(10);
    expect(text()).not.toContain('лучший чек дня');
  });
});

describe('the card of a closed shift', () => {
  it('goes with a tap, and the agent is told', () => {
    const bridge = testBridge(allStates.shiftClosed);
    const text = draw(bridge, 'card');
    press(/^Закрыть/u);
    expect(text()).toContain('план к 18:42');
    expect(bridge.asked).toEqual([{ name: 'putAwayShiftCard', argument: { id: shiftCard.id } }]);
  });

  it('goes after a minute, and the next one comes', () => {
    vi.useFakeTimers();
    const bridge = testBridge(allStates.shiftClosed);
    const text = draw(bridge, 'panelLarge');
    pass(59_999);
    expect(text()).toContain('Смена закрыта');
    pass(1);
    expect(text()).not.toContain('Смена закрыта');
    act(() => bridge.give(snapshot({ shiftCard: { ...shiftCard, id: 'shift 8' } })));
    expect(text()).toContain('Смена закрыта');
  });
});

describe('the live region', () => {
  it('tells trouble and its end, not the figures and not the length of the queue', () => {
    const bridge = testBridge(allStates.live);
    draw(bridge, 'strip1024');
    const status = (): string | null => screen.getByRole('status').textContent;
    expect(status()).toBe('связь есть');
    act(() => bridge.give(withDay({ figures: [figure({ ...income, fact: 25_000 })] })));
    expect(status()).toBe('связь есть');
    act(() => bridge.give(allStates.offline));
    const said = status();
    expect(said).toBe('Нет связи.');
    act(() => bridge.give(allStates.offlineLate));
    expect(status()).toBe(said);
  });
});

describe('the frame', () => {
  it('speaks the language of the settings', () => {
    draw(testBridge(allStates.english), 'strip1024');
    expect(document.documentElement.lang).toBe('en');
  });

  it('changes the view with the size of the window', () => {
    const text = draw(testBridge(allStates.live), 'strip1024');
    vi.stubGlobal('innerWidth', 320);
    vi.stubGlobal('innerHeight', 240);
    fireEvent(window, new Event('resize'));
    expect(text()).toContain('Следующий показатель');
  });
});
