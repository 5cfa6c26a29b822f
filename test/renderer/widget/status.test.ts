import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import type { AgentState } from '../../../src-renderer/state/screen.tsx';
import { createFormat } from '../../../src-renderer/text/format.ts';
import { ru } from '../../../src-renderer/text/ru.ts';
import { describeStatus, type Status } from '../../../src-renderer/widget/status.ts';
import { TIME_ZONE } from '../support/figures.ts';
import { allStates, notice, snapshot } from '../support/snapshots.ts';

const format = createFormat('ru', TIME_ZONE);
const statusOf = (state: Snapshot, agent: AgentState = 'here'): Status =>
  describeStatus({ snapshot: state, agent, words: ru, format });

describe('describeStatus', () => {
  it('says nothing on a plain day, while rate limited, with a quarantine, with a queue on a good line', () => {
    for (const state of [allStates.live, allStates.rateLimited, allStates.quarantine]) {
      expect(statusOf(state)).toMatchObject({ link: 'ok', trouble: null, moment: '18:42' });
    }
  });

  it('keeps the age of old figures, with the date of another day', () => {
    expect(statusOf(allStates.stale)).toMatchObject({ link: 'stale', stale: true, moment: '18:20' });
    expect(statusOf(allStates.yesterday).moment).toMatch(/^21.*20:42$/u);
  });

  it('names the lost connection and the queue, before the lateness that follows from it', () => {
    expect(statusOf(allStates.offlineLate).trouble).toMatchObject({
      what: 'Нет связи, в очереди 1234\u00a0чека.',
      spoken: 'Нет связи.',
    });
  });

  it('tells lateness by itself where the line is good', () => {
    const late = snapshot({ notices: [notice('late', 'Чек ждёт с 18:02.', 'Проверьте сеть.')] });
    expect(statusOf(late).trouble?.what).toBe('Чек ждёт с 18:02.');
  });

  it('gives the exact sentence of what a person must do', () => {
    expect(statusOf(allStates.diskFull).trouble).toMatchObject({
      short: 'Диск полон',
      what: 'На диске с папкой данных нет места.',
    });
  });

  it('adds to a refused key that receipts are kept', () => {
    expect(statusOf(allStates.keyRefused).trouble?.todo).toContain('Чеки сохраняются.');
  });

  it('keeps warnings without a place of their own for the service view', () => {
    const warning = { ...notice('other', 'Мало места.', 'Освободите.'), severity: 'warning' } as const;
    expect(statusOf(snapshot({ notices: [warning] })).trouble).toBeNull();
    expect(statusOf(snapshot({ notices: [notice('other', 'Сбой.', 'Позвоните.')] })).trouble?.what).toBe(
      'Сбой.',
    );
  });

  it('puts a lost agent before everything, and its figures are old', () => {
    expect(statusOf(allStates.diskFull, 'lost')).toMatchObject({
      link: 'offline',
      stale: true,
      trouble: { what: ru.agent.lost },
    });
    expect(statusOf(allStates.live, 'notAllowed')).toMatchObject({
      link: 'action',
      trouble: { todo: ru.agent.notAllowedTodo },
    });
  });
});
