import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allEvents } from '../../../src-main/core/all-events.ts';
import { counterWords, labelCounters } from '../../../src-main/text/counters.ts';
import type { EventWords } from '../../../src-main/text/event-form.ts';
import { describeEvent, eventWords } from '../../../src-main/text/events.ts';
import type { Text, Values } from '../../../src-main/text/words.ts';

const allWords: readonly (readonly [string, EventWords])[] = Object.entries(eventWords);
const told = (text: Text): string => (typeof text === 'function' ? text({}) : text);
const placeholders = (text: Text): Set<string> =>
  new Set([...told(text).matchAll(/\{([A-Za-z]\w*)\}/g)].map((match) => String(match[1])));
const say = (event: string, fields: Values = {}): string => describeEvent(event, fields, 'en').text;

describe('the words for events', () => {
  it('are there for every warning and error that any room can note, and for nothing else', () => {
    const loud = Object.entries(allEvents).filter(([, level]) => level === 'warn' || level === 'error');
    expect(Object.keys(eventWords).sort()).toEqual(loud.map(([event]) => event).sort());
  });

  it('are one Russian and one English text that name the same values', () => {
    for (const [event, { ru, en }] of allWords) {
      expect(told(ru), event).toMatch(/^[А-ЯA-Z{].*[а-яё].*\.$/);
      expect(told(en), event).toMatch(/^[A-Z{][^а-яё]*\.$/i);
      expect(placeholders(ru), event).toEqual(placeholders(en));
    }
  });

  it('never show the names of events, and no template', () => {
    for (const [event] of allWords) {
      for (const locale of ['ru', 'en'] as const) {
        const { text } = describeEvent(event, {}, locale);
        expect(text, event).not.toMatch(/[{}]/);
        expect(text, event).not.toContain(event);
      }
    }
  });
});

describe('a line of the journal', () => {
  it('is told with its values', () => {
    expect(say('pin.refused', { inRow: 3, waitMs: 4_000 })).toBe(
      'A wrong PIN was given for the service view; in a row: 3, pause 4 s.',
    );
    expect(say('disk.ranLow', { freeBytes: 41_000_000 })).toBe(
      'Little room on the disk of the data folder: 41 MB.',
    );
  });

  it('is told with the problem that it names, whose code stands beside it', () => {
    const fields = { folder: 'drop', file: '1.json', code: 'format.broken', storedAs: '1.json' };
    expect(describeEvent('file.rejected', fields, 'ru')).toEqual({
      text: 'Файл 1.json не принят и лежит в rejected. Это не правильный JSON.',
      code: 'format.broken',
    });
    const held = { lane: 'receipts', because: 'api.keyRefused', code: -32_800, message: 'blocked' };
    expect(describeEvent('lane.held', held, 'en')).toEqual({
      text: 'Sending stands still (receipts). HEADO refuses the key (-32800: blocked).',
      code: 'api.keyRefused',
    });
    expect(say('folder.lost', { folder: 'drop', code: 'folder.missing' })).toBe(
      'The drop folder drop cannot be used. The folder drop does not exist.',
    );
  });

  it('leaves out brackets that it has no value for, and a reason that would be half of one', () => {
    expect(say('api.lost', { code: 'api.connectionRefused' })).toBe(
      'The connection to HEADO was lost. The HEADO server refuses the connection.',
    );
    expect(describeEvent('record.refused', { file: '1.json', code: 'receipt.sumMismatch' }, 'en')).toEqual({
      text: 'A record of 1.json cannot be sent as it is and is in quarantine.',
      code: 'receipt.sumMismatch',
    });
    expect(say('archive.unreadable', { path: 'a.json', because: 'format.broken' })).toBe(
      'The file a.json of the archive could not be read again. This is not valid JSON.',
    );
  });

  it('does not say a thing twice', () => {
    const fields = { path: 'agent.sock', reason: 'EACCES', code: 'control.notOpened' };
    expect(say('control.notOpened', fields)).toBe(
      'The agent works, but no command reaches it: agent.sock cannot be opened (EACCES).',
    );
  });

  it('without words says so', () => {
    expect(describeEvent('martian.landed', { code: 'martian.green' }, 'ru')).toEqual({
      text: 'Событие без описания.',
      code: null,
    });
    expect(say('constructor')).toBe('An event without words.');
  });
});

describe('the counters', () => {
  it('have a label each, and docs/status.md explains them all', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../docs/status.md'), 'utf8');
    const table = page.slice(page.indexOf('## `counters`')).split('\n');
    const named = table
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...line.matchAll(/`([a-z_]+)`/g)].map(([, name]) => String(name)));
    expect([...new Set(named)].sort()).toEqual(Object.keys(counterWords).sort());
    for (const [name, { ru, en }] of Object.entries(counterWords)) {
      expect(ru, name).toMatch(/[а-яё]/);
      expect(en, name).not.toMatch(/[а-яё_]/i);
    }
    expect(new Set(Object.values(counterWords).map(({ ru }) => ru)).size).toBe(named.length);
  });

  it('are listed with their labels, what was delivered first', () => {
    expect(labelCounters({ conflicts: 1, delivered: 12 }, 'ru')).toEqual([
      { name: 'delivered', label: 'Передано в HEADO', value: 12 },
      { name: 'conflicts', label: 'Противоречий с известными чеками', value: 1 },
    ]);
  });
});
