/** Owns: the frame of the wizard: its title, the way on and back, the fields of the step, the keyboard under them. */
import { useState, type ReactNode } from 'react';
import type { SetupField, SetupState } from '../../src-main/contract/service.ts';
import { useWordsOf } from '../state/screen.tsx';
import { setupWords, type SetupWords } from '../text/words-setup.ts';
import { DoneStep } from './done-step.tsx';
import { Field } from './field.tsx';
import { Keyboard } from './keyboard.tsx';
import { SetupHeader } from './setup-header.tsx';
import css from './setup-steps.module.css';
import { isSetupField } from './steps.ts';
import { TestStep } from './test-step.tsx';
import { useSetup, type Setup } from './use-setup.ts';
import { useTyping } from './use-typing.ts';
import { ZoneList } from './zone-list.tsx';

export interface SetupStepsProps {
  readonly state: SetupState;
  readonly onClose: (() => void) | null;
  readonly onDone: () => void;
}

export function SetupSteps({ state, onClose, onDone }: SetupStepsProps): ReactNode {
  const words = useWordsOf(setupWords);
  const setup = useSetup(state);
  const [zoneFilter, setZoneFilter] = useState('');
  const typing = useTyping((name, text) => {
    if (name === 'zoneFilter') setZoneFilter(text);
    else if (isSetupField(name)) setup.write(name, text);
  });
  const field = (name: Exclude<SetupField, 'timeZone'>): ReactNode => (
    <Field
      key={name}
      name={name}
      label={words.fields[name]}
      about={aboutOf(name, state, words)}
      value={setup.input[name]}
      problems={problemsOf(setup, name, words)}
      secret={name === 'key' || name === 'pin' ? name : null}
      onChange={(text) => setup.write(name, text)}
      onFocus={typing.onFocus}
    />
  );
  const hasFields = setup.step !== 'test' && setup.step !== 'done';
  return (
    <div className={css['wizard']}>
      <SetupHeader setup={setup} onClose={onClose} onMove={typing.close} />
      <main className={css['main']}>
        {setup.step === 'server' && [field('baseUrl'), field('key')]}
        {setup.step === 'store' && [field('storeExtId'), field('cashboxExtId'), field('pin')]}
        {setup.step === 'folder' && field('folder')}
        {setup.step === 'zone' && (
          <ZoneList
            zones={state.timeZones}
            value={setup.input.timeZone}
            filter={zoneFilter}
            problems={problemsOf(setup, 'timeZone', words)}
            onChoose={(zone) => setup.write('timeZone', zone)}
            onFilter={setZoneFilter}
            onFocus={typing.onFocus}
          />
        )}
        {setup.step === 'test' && <TestStep setup={setup} state={state} />}
        {setup.step === 'done' && <DoneStep canSendTest={setup.canSendTest} onDone={onDone} />}
      </main>
      {hasFields && typing.isOpen && <Keyboard onStroke={typing.onStroke} onHide={typing.close} />}
    </div>
  );
}

function aboutOf(name: Exclude<SetupField, 'timeZone'>, state: SetupState, { about }: SetupWords): string {
  if (name === 'key' && state.hasKey) return about.keyKept;
  return name === 'pin' && state.hasPin ? about.pinKept : about[name];
}

/** What is wrong with a field: what the agent told, or that it is empty. */
function problemsOf(setup: Setup, field: SetupField, words: SetupWords): { what: string; todo: string }[] {
  const told = setup.problems.filter((problem) => problem.field === field);
  return setup.missing.includes(field) ? [{ what: words.missing, todo: '' }, ...told] : told;
}
