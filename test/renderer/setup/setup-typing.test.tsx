import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestBridge } from '../support/bridge.ts';
import { stubLayout } from '../full/support.ts';
import { asked, field, fresh, goTo, ok, press, show, works, write } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the test receipt', () => {
  const finish = async (canSendTest: boolean): Promise<TestBridge> => {
    const { bridge } = await show({
      ...works,
      setupState: () => ok({ ...fresh, canSendTest }),
      sendTestReceipt: () => ok({ label: 'TEST-1' }),
    });
    write('Ключ устройства', 'abc');
    await goTo('Проверка');
    await press('Сохранить без проверки');
    return bridge;
  };

  test('is offered only where nobody counts it', async () => {
    await finish(false);
    expect(screen.queryByRole('button', { name: 'Отправить пробный чек' })).toBeNull();
  });

  test('is sent at a tap and named', async () => {
    const bridge = await finish(true);
    expect(asked(bridge, 'sendTestReceipt')).toEqual([]);
    await press('Отправить пробный чек');
    expect(screen.getByRole('status').textContent).toContain('TEST-1');
  });
});

describe('the keyboard on the screen', () => {
  test('comes when a field is tapped, writes at its caret and goes with the step', async () => {
    await show();
    expect(screen.queryByRole('region', { name: 'Экранная клавиатура' })).toBeNull();
    fireEvent.focus(field('Ключ устройства'));
    await press('a');
    await press('b');
    await press('Заглавные');
    await press('C');
    await press('d');
    await press('Стереть');
    expect(field('Ключ устройства').value).toBe('abC');
    field('Ключ устройства').setSelectionRange(1, 1);
    await press('7');
    expect(field('Ключ устройства').value).toBe('a7bC');
    await press('Дальше');
    expect(screen.queryByRole('region', { name: 'Экранная клавиатура' })).toBeNull();
  });

  test('has Russian letters and signs', async () => {
    await show();
    fireEvent.focus(field('Ключ устройства'));
    await press('АБВ');
    await press('щ');
    await press('#+=');
    await press('@');
    expect(field('Ключ устройства').value).toBe('щ@');
  });

  test('nothing is in focus before a person taps a field', async () => {
    await show();
    expect(document.activeElement).toBe(document.body);
  });
});

test('zones are found by a part of their name', async () => {
  await show();
  write('Ключ устройства', 'abc');
  await goTo('Часовой пояс');
  expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('Asia/Yekaterinburg');
  write('Найти: часть названия, например Moscow', 'mosc');
  expect(screen.getAllByRole('listitem').map((row) => row.textContent)).toEqual([
    expect.stringContaining('Europe/Moscow'),
  ]);
  write('Найти: часть названия, например Moscow', 'нет такого');
  expect(screen.getByText('Такого пояса нет.')).toBeTruthy();
});
