/** Owns: the list that a person works on: what is wrong with each, what to do, and the two things that can be done. */
import { useState, type ReactNode } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import type { QuarantineItem, ServiceState } from '../../src-main/contract/service.ts';
import { useFormat, useWordsOf } from '../state/screen.tsx';
import { serviceWords } from '../text/words-service.ts';
import { useAsk } from './gate.tsx';
import { QuarantineRow } from './quarantine-row.tsx';
import css from './quarantine.module.css';
import { RefusalNote } from './refusal-note.tsx';
import { Empty, Section } from './section.tsx';

type Action = 'retry' | 'discard';
type Outcome = { readonly done: Action } | { readonly refusal: Refusal };

export interface QuarantineSectionProps {
  readonly state: Pick<ServiceState, 'quarantine' | 'quarantineTotal'>;
  readonly refresh: () => Promise<void>;
}

export function QuarantineSection({ state, refresh }: QuarantineSectionProps): ReactNode {
  const words = useWordsOf(serviceWords);
  const format = useFormat();
  const ask = useAsk();
  const [busyId, setBusyId] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { quarantine, quarantineTotal } = state;

  const act = async (action: Action, { id, version }: QuarantineItem): Promise<void> => {
    setBusyId(id);
    const answer = await ask(action, { id, version });
    setOutcome(answer.ok ? { done: action } : { refusal: answer.refusal });
    await refresh();
    setBusyId(null);
  };
  const more = quarantineTotal - quarantine.length;
  return (
    <Section title={words.quarantine.title} count={format.count(quarantineTotal)} wide>
      <OutcomeNote outcome={outcome} />
      {quarantine.length === 0 && <Empty text={words.quarantine.none} />}
      <ul className={css['list']}>
        {quarantine.map((item) => (
          <QuarantineRow
            key={`${item.id} ${item.version}`}
            item={item}
            busy={busyId === item.id}
            onRetry={() => void act('retry', item)}
            onDiscard={() => void act('discard', item)}
          />
        ))}
      </ul>
      {more > 0 && <Empty text={words.more(format.count(more))} />}
    </Section>
  );
}

function OutcomeNote({ outcome }: { readonly outcome: Outcome | null }): ReactNode {
  const words = useWordsOf(serviceWords);
  if (outcome === null) return null;
  if ('refusal' in outcome) return <RefusalNote refusal={outcome.refusal} />;
  return (
    <p role="status">{outcome.done === 'retry' ? words.quarantine.retried : words.quarantine.discarded}</p>
  );
}
