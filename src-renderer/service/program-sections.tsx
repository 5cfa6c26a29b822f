/** Owns: what the program says of itself: versions, the key's fingerprint, the clock, counters, the file for support. */
import { useState, type ReactNode } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { serviceWords } from '../text/words-service.ts';
import { describeSkew } from './clock-skew.ts';
import { useAsk } from './gate.tsx';
import type { ListProps } from './lists.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { saveTextFile } from './save-text-file.ts';
import { Empty, Facts, Section } from './section.tsx';

export function ProgramSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).facts;
  const format = useFormat();
  const { atMs } = useSnapshot();
  const moment = (ms: number | null): string => (ms === null ? words.never : format.moment(ms, atMs));
  return (
    <Section title={words.title}>
      <Facts
        facts={[
          [words.program, state.versions.program],
          [words.node, state.versions.node],
          [words.key, state.keyFingerprint ?? words.noKey],
          [words.host, state.host],
          [words.started, moment(state.startedAtMs)],
          [words.success, moment(state.lastSuccessAtMs)],
          [words.skew, describeSkew(state.clockSkewMs, words, format.count)],
        ]}
      />
    </Section>
  );
}

export function CountersSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).counters;
  const format = useFormat();
  return (
    <Section title={words.title}>
      {state.counters.length === 0 ? (
        <Empty text={words.none} />
      ) : (
        <Facts facts={state.counters.map(({ label, value }) => [label, format.count(value)] as const)} />
      )}
    </Section>
  );
}

export function DiagnosticsSection(): ReactNode {
  const words = useWordsOf(serviceWords).diagnostics;
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask('diagnostics', {});
    if (answer.ok) saveTextFile(answer.value.name, answer.value.text);
    setSaved(answer.ok ? answer.value.name : null);
    setRefusal(answer.ok ? null : answer.refusal);
    setBusy(false);
  };
  return (
    <Section title={words.title}>
      <Empty text={words.about} />
      <div>
        <Button disabled={busy} onPress={() => void save()}>
          {words.save}
        </Button>
      </div>
      {saved !== null && <p role="status">{words.saved(saved)}</p>}
      {refusal !== null && <RefusalNote refusal={refusal} />}
    </Section>
  );
}
