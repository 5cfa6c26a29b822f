/** Owns: a refusal in words. Pure. */
import type { Refusal } from '../../src-main/contract/bridge.ts';
import type { ServiceWords } from '../text/words-service.ts';

export interface RefusalText {
  readonly what: string;
  readonly todo: string;
}

export function refusalText(refusal: Refusal, words: ServiceWords): RefusalText {
  return refusal.reason === 'refused' ? refusal : words.refusal[refusal.reason];
}
