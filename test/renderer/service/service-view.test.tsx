import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Refusal } from '../../../src-main/contract/bridge.ts';
import type { ServiceState } from '../../../src-main/contract/service.ts';
import { SERVICE_REFRESH_MS } from '../../../src-renderer/service/use-service-state.ts';
import { stubLayout } from '../full/support.ts';
import { brokenFile, busyState, emptyState } from './support.ts';
import { asked, no, ok, openDoor, press, section, show, wait } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the sections', () => {
  test('are read again every few seconds', async () => {
    let state: ServiceState = emptyState;
    await show({ ...openDoor, serviceState: () => ok(state) });
    expect(section('Очередь чеков 0').textContent).toContain('Очередь пуста');
    state = busyState;
    await wait(SERVICE_REFRESH_MS);
    expect(section('Очередь чеков 7').textContent).toContain('1-22-118-1043');
  });

  test('tell what there is', async () => {
    await show();
    expect(section('Очередь чеков 7').textContent).toContain('не подтверждён');
    expect(section('Очередь чеков 7').textContent).toContain('и ещё 6');
    expect(section('Последние ошибки').textContent).toContain('HEADO не ответил вовремя.');
    const name = within(section('Последние ошибки')).getByText('api.lost · api.noAnswer');
    expect(name.tagName).toBe('SMALL');
    expect(section('Папки обмена').textContent).toContain('Папка не отвечает. Проверьте сеть.');
    expect(section('Товары без названия').textContent).toContain('4607');
    expect(section('Программа').textContent).toContain('a81f');
    expect(section('Программа').textContent).toContain('спешат на 72 с');
    expect(section('Счётчики').textContent.replace('\u00a0', ' ')).toContain('Передано в HEADO12 048');
    expect(section('Счётчики').textContent).not.toContain('delivered');
  });

  test('say so when they are empty', async () => {
    await show({ ...openDoor, serviceState: () => ok(emptyState) });
    expect(section('Карантин 0').textContent).toContain('Карантин пуст');
    expect(section('Товары без названия').textContent).toContain('Здесь появятся товары из форматов');
    expect(section('Программа').textContent).toContain('ключа нет');
  });

  test('stay, with a word about it, when the agent does not answer', async () => {
    let isThere = true;
    await show({
      ...openDoor,
      serviceState: () => (isThere ? ok(busyState) : no({ reason: 'unreachable' })),
    });
    isThere = false;
    await wait(SERVICE_REFRESH_MS);
    expect(screen.getByRole('alert').textContent).toContain('Агент не отвечает.');
    expect(section('Очередь чеков 7')).toBeTruthy();
  });
});

describe('the quarantine', () => {
  const item = { id: brokenFile.id, version: brokenFile.version };

  test('says what is wrong and what to do', async () => {
    await show();
    expect(section('Карантин 1').textContent).toContain('У файла нет конца. Положите файл снова.');
    expect(screen.queryByText(brokenFile.excerpt)).toBeNull();
    await press('Начало текста');
    expect(screen.getByText(brokenFile.excerpt)).toBeTruthy();
  });

  test('tries again at a tap, and reads the list anew', async () => {
    const { bridge } = await show({ ...openDoor, retry: () => ok({}) });
    const before = asked(bridge, 'serviceState').length;
    await press('Повторить');
    expect(asked(bridge, 'retry')).toEqual([item]);
    expect(asked(bridge, 'serviceState')).toHaveLength(before + 1);
    expect(screen.getByRole('status').textContent).toBe('Проверяется заново.');
  });

  test('discards only at the second tap', async () => {
    const { bridge } = await show({ ...openDoor, discard: () => ok({}) });
    await press('Отбросить');
    expect(asked(bridge, 'discard')).toEqual([]);
    await press('Да, отбросить');
    expect(asked(bridge, 'discard')).toEqual([item]);
  });

  test('keeps at a double tap: the way back stands where the first tap was', async () => {
    const { bridge } = await show();
    const buttons = (): HTMLElement[] => within(section('Карантин 1')).getAllByRole('button');
    const place = buttons().findIndex((button) => button.textContent === 'Отбросить');
    await press('Отбросить');
    expect(buttons()[place]?.textContent).toBe('Оставить');
    await press('Оставить');
    expect(screen.getByRole('button', { name: 'Отбросить' })).toBeTruthy();
    expect(asked(bridge, 'discard')).toEqual([]);
  });

  test('tells why an action was refused', async () => {
    const refusal: Refusal = {
      reason: 'refused',
      what: 'Запись изменилась.',
      todo: 'Посмотрите её ещё раз.',
    };
    await show({ ...openDoor, retry: () => no(refusal) });
    await press('Повторить');
    expect(screen.getByRole('alert').textContent).toContain('Запись изменилась. Посмотрите её ещё раз.');
  });

  test('offers no second try where none helps', async () => {
    const state = { ...busyState, quarantine: [{ ...brokenFile, canRetry: false }] };
    await show({ ...openDoor, serviceState: () => ok(state) });
    expect(screen.queryByRole('button', { name: 'Повторить' })).toBeNull();
  });
});

test('the file for support is handed to the browser under its name', async () => {
  const saved: Blob[] = [];
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: vi.fn(),
    }),
  );
  const clicked: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.href}`);
  });
  await show({ ...openDoor, diagnostics: () => ok({ name: 'heado-till.txt', text: 'состояние' }) });
  await press('Сохранить файл');
  expect(clicked).toEqual(['heado-till.txt blob:1']);
  expect(await saved[0]?.text()).toBe('состояние');
});
