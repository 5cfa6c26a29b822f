/** Owns: the line at the bottom of the full view: link, age, the one trouble, the seller, the store. */
import type { ReactNode } from 'react';
import type { Period } from '../../src-main/contract/figures.ts';
import { useNavigation } from '../state/navigation.tsx';
import { useFormat, useSnapshot, useWords, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { LinkMark } from '../style/link-mark.tsx';
import { fullWords } from '../text/words-full.ts';
import { missingText } from '../widget/missing-text.ts';
import { useStatus } from '../widget/use-status.ts';
import css from './footer.module.css';

export function Footer({ period }: { readonly period: Period }): ReactNode {
  const snapshot = useSnapshot();
  const words = useWords();
  const own = useWordsOf(fullWords);
  const format = useFormat();
  const { open } = useNavigation();
  const { link, waiting, trouble } = useStatus();
  const { askedAtMs } = period;
  const age = askedAtMs === null ? words.noData : words.dataOf(format.moment(askedAtMs, snapshot.atMs));
  const { queue, look } = snapshot;
  const missing = queue.missing.map((each) => missingText(each, { words, format, ...look }));
  const lacks = [
    ...(waiting === 0 ? [] : [words.queue.waiting(waiting)]),
    ...missing.map(({ name, value }) => `${name.charAt(0).toLowerCase()}${name.slice(1)}: ${value}`),
  ];
  const delivery = lacks.length === 0 ? own.allSent : lacks.join(', ');
  return (
    <footer className={css['footer']}>
      {trouble !== null && (
        <p className={css['trouble']}>
          <bdi>{trouble.what}</bdi> <bdi className={css['todo']}>{trouble.todo}</bdi>
        </p>
      )}
      <div className={css['line']}>
        <span className={css['link']}>
          <LinkMark link={link} /> {age}
          {trouble === null && `, ${delivery}`}
        </span>
        {snapshot.seller !== null && (
          <span className={css['name']}>
            <bdi>{words.seller(snapshot.seller)}</bdi>
          </span>
        )}
        {snapshot.storeName !== null && (
          <span className={css['name']}>
            <bdi>{snapshot.storeName}</bdi>
          </span>
        )}
        <Button className={css['service']} kind="bare" onPress={() => open('service')}>
          {own.service}
        </Button>
      </div>
    </footer>
  );
}
