import { describe, expect, it } from 'vitest';
import { plainLine, visibleJson, visibleLine, visibleLines } from '../../../src-main/base/plain-text.ts';

const HOSTILE = 'a\u001b]0;OWNED\u0007b\u202ec\u009b2Jd\u2066e\u200bf\u2028g\ufeffh\u{e0041}i\ud800j';

describe('a text from outside', () => {
  it('has nothing on a line of a terminal that moves the cursor or turns the line', () => {
    expect(visibleLine(`${HOSTILE}\nk\t`)).toBe(
      String.raw`a\u{1b}]0;OWNED\u{7}b\u{202e}c\u{9b}2Jd\u{2066}e\u{200b}f\u{2028}g\u{feff}h\u{e0041}i\u{d800}j\u{a}k\u{9}`,
    );
    expect(visibleLines(`${HOSTILE}\nk\t`).endsWith('j\nk\t')).toBe(true);
    expect(visibleLines(HOSTILE)).toBe(visibleLine(HOSTILE));
  });

  it('as a name is one line of what has a shape', () => {
    expect(plainLine(HOSTILE)).toBe('a ]0;OWNED b c 2Jd e f g h i j');
    expect(plainLine(' Иванова\u00a0 \nАнна \u202e')).toBe('Иванова Анна');
  });

  it('stays what it is in JSON, which a terminal then shows and obeys in nothing', () => {
    const json = JSON.stringify({ text: `${HOSTILE} Ж 😀` }, null, 2);
    const shown = visibleJson(json);
    expect(JSON.parse(shown)).toEqual(JSON.parse(json));
    expect(shown).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
    expect(shown).toContain('Ж 😀');
  });
});
