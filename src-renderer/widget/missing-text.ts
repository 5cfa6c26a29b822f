/** Owns: what HEADO lacks, in words with number and sum: `Не принято HEADO` · `1 (700 ₽)`. Pure. */
import type { Missing } from '../../src-main/contract/snapshot.ts';
import type { Format } from '../text/format.ts';
import type { Words } from '../text/words.ts';

export interface MissingTextOptions {
  readonly words: Pick<Words, 'missing'>;
  readonly format: Format;
  readonly hideMoney: boolean;
}

export interface MissingText {
  readonly name: string;
  readonly value: string;
}

export function missingText(
  { why, count, amount }: Missing,
  { words, format, hideMoney }: MissingTextOptions,
): MissingText {
  const number = format.count(count);
  const value = amount === null || hideMoney ? number : `${number} (${format.exactMoney(amount)})`;
  return { name: words.missing[why], value };
}
