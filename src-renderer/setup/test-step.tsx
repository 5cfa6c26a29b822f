/** Owns: the step where what was typed is looked at, tried and saved; or told where it must be written instead. */
import type { ReactNode } from 'react';
import type { SetupState } from '../../src-main/contract/service.ts';
import { RefusalNote, Told } from '../service/refusal-note.tsx';
import { Facts } from '../service/section.tsx';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords, type SetupWords } from '../text/words-setup.ts';
import css from './setup-steps.module.css';
import type { Setup } from './use-setup.ts';

export interface TestStepProps {
  readonly setup: Setup;
  readonly state: SetupState;
}

export function TestStep({ setup, state }: TestStepProps): ReactNode {
  const words = useWordsOf(setupWords);
  const { tested, busy, refusal } = setup;
  return (
    <>
      <div className={css['summary']}>
        <Facts facts={summaryOf(setup, state, words)} />
      </div>
      <p>{words.test.about}</p>
      {tested?.ok === true && <Success storeName={tested.storeName} />}
      {tested?.ok === false && <Told {...tested.problem} />}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {setup.problems
        .filter(({ field }) => field === null)
        .map((problem) => (
          <Told key={problem.code} {...problem} />
        ))}
      <div className={css['actions']}>
        <Button disabled={busy !== null} onPress={() => void setup.test()}>
          {busy === 'testing' ? words.test.running : words.test.run}
        </Button>
        {state.canSave && (
          <Button className={css['next']} disabled={busy !== null} onPress={() => void setup.save()}>
            {saveText(setup, words)}
          </Button>
        )}
      </div>
      {!state.canSave && <p>{words.test.cannotSave}</p>}
    </>
  );
}

function saveText({ busy, tested }: Setup, { test }: SetupWords): string {
  if (busy === 'saving') return test.saving;
  return tested?.ok === true ? test.save : test.saveUntested;
}

function Success({ storeName }: { readonly storeName: string | null }): ReactNode {
  const { test } = useWordsOf(setupWords);
  return (
    <p className={css['result']} role="status">
      {storeName === null ? test.ok : `${test.okStore} `}
      {storeName !== null && <bdi>{storeName}</bdi>}
    </p>
  );
}

function summaryOf({ input }: Setup, state: SetupState, words: SetupWords): (readonly [string, string])[] {
  const { fields, summary } = words;
  const secret = (text: string, isThere: boolean): string =>
    text.trim() !== '' ? summary.typed : isThere ? summary.kept : summary.none;
  const orNone = (text: string): string => (text.trim() === '' ? summary.none : text);
  return [
    [fields.baseUrl, orNone(input.baseUrl)],
    [fields.key, secret(input.key, state.hasKey)],
    [fields.storeExtId, orNone(input.storeExtId)],
    [fields.cashboxExtId, orNone(input.cashboxExtId)],
    [fields.pin, secret(input.pin, state.hasPin)],
    [fields.folder, orNone(input.folder)],
    [fields.timeZone, orNone(input.timeZone)],
  ];
}
