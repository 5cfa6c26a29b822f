/**
 * Owns: where the wizard stands and what was typed: step, fields, problems beside their fields, test, saving.
 * Promises: a problem goes when its field changes; a test counts only for what was tested.
 */
import { useState } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import type { ConnectionResult, SetupField, SetupState, Told } from '../../src-main/contract/service.ts';
import { useAsk } from '../service/gate.tsx';
import { inputOf, missingAt, sentOf, stepBeside, stepOf, type Step, type Typed } from './steps.ts';

export interface SetupProblem extends Told {
  readonly field: SetupField | null;
}

export interface Setup {
  readonly step: Step;
  readonly input: Typed;
  /** Fields that are empty and may not be. */
  readonly missing: readonly SetupField[];
  readonly problems: readonly SetupProblem[];
  readonly tested: ConnectionResult | null;
  readonly busy: 'testing' | 'saving' | null;
  readonly refusal: Refusal | null;
  /** By the settings that are in effect: saving changes them. */
  readonly canSendTest: boolean;
  readonly write: (field: SetupField, text: string) => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly test: () => Promise<void>;
  readonly save: () => Promise<void>;
}

export function useSetup(state: SetupState): Setup {
  const ask = useAsk();
  const [step, setStep] = useState<Step>('server');
  const [input, setInput] = useState(() => inputOf(state));
  const [missing, setMissing] = useState<readonly SetupField[]>([]);
  const [problems, setProblems] = useState<readonly SetupProblem[]>([]);
  const [tested, setTested] = useState<ConnectionResult | null>(null);
  const [busy, setBusy] = useState<Setup['busy']>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [canSendTest, setCanSendTest] = useState(state.canSendTest);

  const begin = (what: 'testing' | 'saving'): void => {
    setBusy(what);
    setRefusal(null);
  };
  const settle = (result: { readonly ok: false; readonly problems: readonly SetupProblem[] }): void => {
    setProblems(result.problems);
    const wrong = stepOf(result.problems.map(({ field }) => field));
    if (wrong !== null) setStep(wrong);
  };
  return {
    step,
    input,
    missing,
    problems,
    tested,
    busy,
    refusal,
    canSendTest,
    write: (field, text) => {
      setInput((typed) => ({ ...typed, [field]: text }));
      setMissing((fields) => fields.filter((each) => each !== field));
      setProblems((all) => all.filter((problem) => problem.field !== field));
      setTested(null);
    },
    next: () => {
      const empty = missingAt(step, input, state.hasKey);
      setMissing(empty);
      if (empty.length === 0) setStep(stepBeside(step, 1));
    },
    previous: () => setStep(stepBeside(step, -1)),
    test: async () => {
      begin('testing');
      const answer = await ask('testConnection', sentOf(input));
      setTested(answer.ok ? answer.value : null);
      setRefusal(answer.ok ? null : answer.refusal);
      setBusy(null);
    },
    save: async () => {
      begin('saving');
      const answer = await ask('saveSetup', sentOf(input));
      if (!answer.ok) setRefusal(answer.refusal);
      else if (!answer.value.ok) settle(answer.value);
      else {
        // Key and PIN have gone their way; nothing keeps them here.
        setInput((typed) => ({ ...typed, key: '', pin: '' }));
        const saved = await ask('setupState', {});
        if (saved.ok) setCanSendTest(saved.value.canSendTest);
        setStep('done');
      }
      setBusy(null);
    },
  };
}
