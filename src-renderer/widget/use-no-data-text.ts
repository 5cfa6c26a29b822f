/** Owns: why there are still no figures, in words, once they were waited for long enough, or HEADO said no to them. */
import type { Awaited } from '../state/overdue.ts';
import { useScreen, useSnapshot, useWords } from '../state/screen.tsx';
import { useStatus } from './use-status.ts';

/** Null: it is too early for words, grey bars will do. */
export function useNoDataText(awaited: Awaited): string | null {
  const words = useWords();
  const { overdue } = useScreen();
  const { figuresRefused } = useSnapshot();
  const { trouble } = useStatus();
  if (!overdue[awaited] && figuresRefused === null) return null;
  const reason = figuresRefused === null ? words.noAnswer : words.figuresRefused[figuresRefused];
  const why = figuresRefused === null ? reason : `${reason} ${words.receiptsGo}`;
  return words.noDataYet(trouble?.spoken ?? why);
}
