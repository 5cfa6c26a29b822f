/** Owns: what the keypad's keys do to a PIN that is being typed. Pure. */

export type PinKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'erase';

/** No PIN is longer; further digits are not taken. */
export const PIN_DIGITS_MAX = 12;

export const PIN_ROWS: readonly (readonly PinKey[])[] = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
];

export function afterKey(pin: string, key: PinKey): string {
  if (key === 'erase') return pin.slice(0, -1);
  return pin.length < PIN_DIGITS_MAX ? pin + key : pin;
}
