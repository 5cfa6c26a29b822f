import { describe, expect, it } from 'vitest';
import { decode, type Encoding } from '../../../src-main/formats/decode.ts';
import { bytesOf } from './reads.ts';

const text = '{"cashier": "Ёлкина Яна", "amount": 5}';

/** Letters of the Russian alphabet in an encoding of one byte each. */
function legacy(
  content: string,
  upper: number,
  lower: readonly [number, number],
  yo: readonly [number, number],
): Uint8Array {
  const byteOf = (char: string): number => {
    const code = char.charCodeAt(0);
    if (code < 0x80) return code;
    if (char === 'Ё') return yo[0];
    if (char === 'ё') return yo[1];
    if (code < 0x430) return upper + code - 0x410;
    return code < 0x440 ? lower[0] + code - 0x430 : lower[1] + code - 0x440;
  };
  return Uint8Array.from(content, byteOf);
}

const windows1251 = legacy(text, 0xc0, [0xe0, 0xf0], [0xa8, 0xb8]);
const cp866 = legacy(text, 0x80, [0xa0, 0xe0], [0xf0, 0xf1]);
const utf16le = Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));
const utf16be = Uint8Array.from(Buffer.from(utf16le).swap16());

function outcome(bytes: Uint8Array, encoding?: Encoding): string {
  const decoded = decode(bytes, encoding);
  if (decoded.state === 'complete') return decoded.text === text ? 'the text' : `other text: ${decoded.text}`;
  return `${decoded.state} ${decoded.problem.code} ${decoded.problem.at}`.trim();
}

describe('decoding', () => {
  it.each<[string, Uint8Array, Encoding | undefined]>([
    ['UTF-8', bytesOf(text), undefined],
    ['UTF-8 with a mark', bytesOf(`\ufeff${text}`), undefined],
    ['UTF-8 under another setting', bytesOf(text), 'cp866'],
    ['UTF-16 LE', utf16le, undefined],
    ['UTF-16 BE', utf16be, 'windows-1251'],
    ['windows-1251 by itself', windows1251, 'auto'],
    ['windows-1251 by setting', windows1251, 'windows-1251'],
    ['CP866 by setting', cp866, 'cp866'],
  ])('reads %s', (_name, bytes, encoding) => {
    expect(outcome(bytes, encoding)).toBe('the text');
  });

  it('refuses what is not UTF-8 where the setting says UTF-8', () => {
    expect(outcome(windows1251, 'utf-8')).toBe('unreadable format.encodingUnknown');
  });

  it('does not turn damaged UTF-8 into legible nonsense', () => {
    const bytes = bytesOf(text);
    const letter = bytes.findIndex((byte) => byte > 0x7f);
    bytes[letter + 1] = 0x41;
    expect(outcome(bytes)).toBe(`unreadable format.utf8Damaged byte ${letter + 1}`);
    expect(outcome(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0xff))).toBe('unreadable format.utf8Damaged byte 4');
  });

  it('refuses bytes that give no Russian letters in a legacy encoding', () => {
    expect(outcome(Uint8Array.of(0x7b, 0xb1, 0xb6, 0x98, 0x7d))).toBe('unreadable format.encodingUnknown');
  });

  it('takes a cut last character for a file that is still being written', () => {
    const bytes = bytesOf('{"a": "я😀');
    for (let cut = 1; cut <= 3; cut += 1) {
      expect(outcome(bytes.subarray(0, bytes.length - cut))).toBe(
        `incomplete format.incomplete byte ${bytes.length - cut}`,
      );
    }
    expect(outcome(utf16le.subarray(0, utf16le.length - 1))).toMatch(/^incomplete/);
    const half = Uint8Array.from(Buffer.from('\ufeff{"a": "\ud83d', 'utf16le'));
    expect(outcome(half)).toMatch(/^incomplete/);
    expect(outcome(Uint8Array.from(Buffer.from(half).swap16()))).toMatch(/^incomplete/);
  });

  it('takes NUL bytes at the end for a file being filled, elsewhere for damage', () => {
    expect(outcome(Uint8Array.of(0x7b, 0x7d, 0, 0, 0))).toBe('incomplete format.nulTail byte 2');
    expect(outcome(new Uint8Array(4_096))).toBe('incomplete format.nulTail byte 0');
    expect(outcome(Uint8Array.of(0x7b, 0, 0x7d))).toBe('unreadable format.nulBytes byte 1');
    expect(outcome(Uint8Array.from(Buffer.from('\ufeff{\0}', 'utf16le')))).toBe(
      'unreadable format.nulBytes character 1',
    );
  });

  it('refuses lone surrogates of UTF-16', () => {
    expect(outcome(Uint8Array.from(Buffer.from('\ufeff{\udc00}', 'utf16le')))).toBe(
      'unreadable format.encodingUnknown',
    );
  });

  it('never throws for any two bytes', () => {
    for (let first = 0; first < 256; first += 1) {
      for (let second = 0; second < 256; second += 1) {
        expect(['complete', 'incomplete', 'unreadable']).toContain(
          decode(Uint8Array.of(first, second)).state,
        );
      }
    }
  });
});
