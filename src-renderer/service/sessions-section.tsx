/**
 * Owns: who else may look at these screens, and putting all of them out. Promises: it takes a second tap; this screen
 * stays. Where this window is the only one nothing is drawn.
 */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Answer, Refusal } from '../../src-main/contract/bridge.ts';
import type { SessionRow } from '../../src-main/contract/service.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { serviceWords, type ServiceWords } from '../text/words-service.ts';
import { useAsk } from './gate.tsx';
import type { ListProps } from './lists.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { PlainTable, Section } from './section.tsx';

export function SessionsSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).sessions;
  const format = useFormat();
  const { atMs } = useSnapshot();
  const ask = useAsk();
  const [rows, setRows] = useState<readonly SessionRow[]>([]);
  const [ended, setEnded] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const take = useCallback((answer: Answer<{ readonly rows: readonly SessionRow[] }>): void => {
    if (answer.ok) setRows(answer.value.rows);
  }, []);
  // As often as the rest of the view.
  useEffect(() => {
    void ask('sessions', {}).then(take);
  }, [ask, take, state]);

  const end = async (): Promise<void> => {
    const answer = await ask('endSessions', {});
    setEnded(answer.ok ? answer.value.ended : null);
    setRefusal(answer.ok ? null : answer.refusal);
    take(await ask('sessions', {}));
  };
  const moment = (ms: number | null): string => (ms === null ? words.unknown : format.moment(ms, atMs));
  if (rows.length === 0) return null;
  return (
    <Section title={words.title} count={format.count(rows.length)}>
      <PlainTable
        label={words.title}
        columns={[
          { name: words.columns.browser },
          { name: words.columns.since, kind: 'number' },
          { name: words.columns.seen, kind: 'number' },
        ]}
        rows={rows.map((row, index) => ({
          key: `${row.browser} ${row.sinceMs ?? 0} ${index}`,
          cells: [nameOf(row, words), moment(row.sinceMs), row.isOpen ? words.now : moment(row.seenMs)],
        }))}
      />
      {ended !== null && <p role="status">{words.ended(format.count(ended))}</p>}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {rows.some(({ isOwn }) => !isOwn) && <EndButton onEnd={() => void end()} />}
    </Section>
  );
}

function nameOf({ browser, isOwn }: SessionRow, words: ServiceWords['sessions']): string {
  const name = browser === '' ? words.unknownBrowser : browser;
  return isOwn ? words.own(name) : name;
}

/** The second button stands elsewhere: a double tap ends nothing. */
function EndButton({ onEnd }: { readonly onEnd: () => void }): ReactNode {
  const words = useWordsOf(serviceWords).sessions;
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking) {
    return (
      <div>
        <Button onPress={() => setIsAsking(true)}>{words.end}</Button>
      </div>
    );
  }
  return (
    <div>
      <Button onPress={() => setIsAsking(false)}>{words.keep}</Button>{' '}
      <Button
        onPress={() => {
          setIsAsking(false);
          onEnd();
        }}
      >
        {words.sure}
      </Button>
    </div>
  );
}
