import { expect, test } from 'vitest';
import { describeSkew } from '../../../src-renderer/service/clock-skew.ts';
import { serviceWords } from '../../../src-renderer/text/words-service.ts';

test.each([
  [null, 'сверятся с первым ответом HEADO'],
  [0, 'идут верно'],
  [-1_400, 'идут верно'],
  [61_000, 'спешат на 61 с'],
  [-300_000, 'отстают на 5 мин'],
])('a clock that is %s ms off', (skewMs, text) => {
  expect(describeSkew(skewMs, serviceWords.ru.facts, String)).toBe(text);
});
