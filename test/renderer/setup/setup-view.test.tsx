import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SERVICE_IDLE_MS } from '../../../src-renderer/service/gate.tsx';
import { stubLayout } from '../full/support.ts';
import { asked, field, fresh, goTo, ok, press, show, title, wait, works, write } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the steps', () => {
  test('lead from the server to the test, and all that was typed is tried and saved', async () => {
    const { bridge } = await show();
    write('Ключ устройства', 'abc');
    await goTo('Магазин и касса');
    write('Код магазина', '111');
    await goTo('Часовой пояс');
    await press(/Europe\/Moscow/);
    await goTo('Проверка');
    const typed = {
      baseUrl: 'https://api.heado.ru',
      key: 'abc',
      timeZone: 'Europe/Moscow',
      folder: '/var/spool/heado-till',
      storeExtId: '111',
      cashboxExtId: '',
    };
    await press('Проверить связь');
    expect(asked(bridge, 'testConnection')).toEqual([typed]);
    expect(screen.getByRole('status').textContent).toContain('Тюмень, 50 лет ВЛКСМ, 63');
    await press('Сохранить');
    expect(asked(bridge, 'saveSetup')).toEqual([typed]);
    expect(title()).toBe('Готово');
  });

  test('do not go on without a key where there is none', async () => {
    await show();
    await press('Дальше');
    expect(title()).toBe('Сервер и ключ');
    expect(field('Ключ устройства').getAttribute('aria-invalid')).toBe('true');
    write('Ключ устройства', 'a');
    expect(field('Ключ устройства').getAttribute('aria-invalid')).toBe('false');
  });

  test('go on without typing a key where one is kept, and say that it stays', async () => {
    const { container } = await show({ ...works, setupState: () => ok({ ...fresh, hasKey: true }) });
    expect(container.textContent).toContain('Ключ уже есть.');
    expect(field('Ключ устройства').value).toBe('');
    await press('Дальше');
    expect(title()).toBe('Магазин и касса');
  });

  test('keep what was typed on the way back', async () => {
    await show();
    write('Ключ устройства', 'abc');
    await press('Дальше');
    await press('Назад');
    expect(field('Ключ устройства').value).toBe('abc');
  });

  test('never close by themselves at the first run', async () => {
    const { bridge } = await show();
    await wait(20 * SERVICE_IDLE_MS);
    expect(asked(bridge, 'lock')).toEqual([]);
    expect(title()).toBe('Сервер и ключ');
  });

  test('a door that closed meanwhile is opened again where there is no PIN', async () => {
    let isOpen = true;
    const { bridge } = await show({
      ...works,
      unlock: () => {
        isOpen = true;
        return ok({ openForMs: 1 });
      },
      saveSetup: () =>
        isOpen ? ok({ ok: true }) : { ok: false, refusal: { reason: 'locked', retryInMs: 0 } },
    });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    isOpen = false;
    await press('Сохранить без проверки');
    expect(asked(bridge, 'saveSetup')).toHaveLength(2);
    expect(title()).toBe('Готово');
  });
});

describe('the key', () => {
  test('is covered while it is typed, and can be looked at', async () => {
    await show();
    write('Ключ устройства', 'abc');
    expect(field('Ключ устройства').dataset['covered']).toBe('true');
    await press('Показать ключ');
    expect(field('Ключ устройства').dataset['covered']).toBe('false');
  });

  test('is not told again on the step where everything is looked at', async () => {
    const { container } = await show();
    write('Ключ устройства', 'secret-key');
    await goTo('Проверка');
    expect(container.textContent).not.toContain('secret-key');
    expect(container.textContent).toContain('введён');
  });
});

describe('what the agent answers', () => {
  const problem = { code: 'x', what: 'Код магазина длиннее 40 знаков.', todo: 'Проверьте его.' };

  test('a problem stands beside its field, on its step, until the field changes', async () => {
    await show({
      ...works,
      saveSetup: () => ok({ ok: false, problems: [{ ...problem, field: 'storeExtId' }] }),
    });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Сохранить без проверки');
    expect(title()).toBe('Магазин и касса');
    const described = field('Код магазина').getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent).join(' ')).toContain(problem.what);
    write('Код магазина', '1');
    expect(screen.queryByText(problem.what)).toBeNull();
  });

  test('a problem of no field stands at the test', async () => {
    await show({ ...works, saveSetup: () => ok({ ok: false, problems: [{ ...problem, field: null }] }) });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Сохранить без проверки');
    expect(screen.getByText(problem.what)).toBeTruthy();
  });

  test('a failed connection test is told; saving stays possible', async () => {
    await show({ ...works, testConnection: () => ok({ ok: false, problem }) });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Проверить связь');
    expect(screen.getByText(problem.what)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Сохранить без проверки' })).toBeTruthy();
  });

  test('a test counts only for what was tested', async () => {
    await show();
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Проверить связь');
    await press('Назад');
    await press(/Omsk/);
    await press('Дальше');
    expect(screen.getByRole('button', { name: 'Сохранить без проверки' })).toBeTruthy();
  });

  test('an agent that cannot be reached is told', async () => {
    await show({ ...works, saveSetup: () => ({ ok: false, refusal: { reason: 'unreachable' } }) });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Сохранить без проверки');
    expect(screen.getByRole('alert').textContent).toContain('Агент не отвечает.');
  });

  test('where nothing can be saved the other way is told', async () => {
    const { container } = await show({ ...works, setupState: () => ok({ ...fresh, canSave: false }) });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    expect(screen.queryByRole('button', { name: /Сохранить/ })).toBeNull();
    expect(container.textContent).toContain('heado-till config check');
  });
});
