import { describe, expect, it } from 'vitest';
import { outcome, ready } from './drafts.ts';

const noIds = { storeExtId: undefined, cashboxExtId: undefined };

describe('the device of a receipt', () => {
  it('is the configured one where the record says nothing', () => {
    expect(ready().device).toBe('@S015/K1');
    expect(ready().wire.poskey).toBe('@S015/K1');
  });

  it('is the mapped till where the record has the POS’s own code', () => {
    expect(ready({ till: '1' }, { tills: { '1': 'K7' } }).device).toBe('@S015/K7');
  });

  it('is the configured till where the code is unknown on a till', () => {
    expect(ready({ till: '9' }, { tills: { '1': 'K7' } }).device).toBe('@S015/K1');
  });

  it('is no device of HEADO’s where no till is configured: it would be registered there', () => {
    const receipt = ready({ till: 'касса 9' }, { cashboxExtId: undefined });
    expect(receipt.device).toBe('@S015/касса 9');
    expect(receipt.wire).not.toHaveProperty('poskey');
  });

  it('holds the receipt where the code is unknown on a server', () => {
    const server = { server: true, tills: { '1': 'K7' } };
    expect(outcome({ till: '9' }, server)).toBe('held receipt.unknownTill till');
    expect(outcome({ till: 'K7' }, server)).toBe('ready');
    expect(outcome({ till: '1' }, server)).toBe('ready');
    expect(outcome({}, { ...server, cashboxExtId: undefined })).toBe('ready');
  });

  it('is not led astray by codes that every object answers to', () => {
    expect(ready({ till: 'constructor' }).device).toBe('@S015/K1');
    expect(ready({ till: '__proto__' }).device).toBe('@S015/K1');
  });

  it('is the record’s own poskey where it has one, on a server too', () => {
    expect(ready({ poskey: '@111/22', till: '9' }, { server: true }).device).toBe('@111/22');
    expect(ready({ poskey: '@111/22' }).wire.poskey).toBe('@111/22');
  });

  it('takes the record’s store before the configured one', () => {
    expect(ready({ store: '7' }).device).toBe('@7/K1');
  });

  it('stays the same while poskey is not sent', () => {
    const receipt = ready({}, { poskey: false });
    expect(receipt.device).toBe('@S015/K1');
    expect(receipt.wire).not.toHaveProperty('poskey');
  });

  it('sends no half a poskey', () => {
    expect(ready({}, { cashboxExtId: undefined })).toMatchObject({ device: '@S015/' });
    expect(ready({}, { cashboxExtId: undefined }).wire).not.toHaveProperty('poskey');
    expect(ready({}, noIds).device).toBe('@/');
  });

  it.each([
    '111/22',
    '@111',
    '@111/',
    '@1 1/22',
    '@магазин/1',
    `@${'1'.repeat(41)}/1`,
    `@1/${'1'.repeat(101)}`,
    '@1/2\n',
  ])('refuses the poskey %j', (poskey) => {
    expect(outcome({ poskey })).toBe('refused receipt.poskeyInvalid poskey');
  });

  it('refuses codes with control characters or without end', () => {
    expect(outcome({ till: '1\u0000' })).toBe('refused receipt.idInvalid till');
    expect(outcome({ store: '1'.repeat(101) })).toBe('refused receipt.idTooLong store');
    expect(ready({ till: ' 1 ' }, { tills: { '1': 'K7' } }).device).toBe('@S015/K7');
  });

  it('refuses ids that are more than letters and digits', () => {
    expect(outcome({ till: '1' }, { tills: { '1': 'K-1' } })).toBe('refused receipt.poskeyInvalid till');
  });
});
