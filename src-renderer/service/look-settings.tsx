/** Owns: the settings that a person may change on the screen. A change shows when the agent has it. */
import { useState, type ReactNode } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import type { LookChange } from '../../src-main/contract/service.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { lookWords } from '../text/words-look.ts';
import { Choice } from './choice.tsx';
import { useAsk } from './gate.tsx';
import { RefusalNote } from './refusal-note.tsx';
import css from './section.module.css';

const MODES = ['strip', 'card', 'panel', 'full'] as const;
const THEMES = ['auto', 'light', 'dark'] as const;
const LOCALES = ['ru', 'en'] as const;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** 0: never. */
const FADES_MS = [0, 15_000, 30_000, 60_000, 300_000] as const;

export function LookSettings(): ReactNode {
  const words = useWordsOf(lookWords);
  const format = useFormat();
  const { look } = useSnapshot();
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const change = async (changes: LookChange): Promise<void> => {
    setBusy(true);
    const answer = await ask('changeLook', changes);
    setRefusal(answer.ok ? null : answer.refusal);
    setBusy(false);
  };
  const fades = [...new Set([...FADES_MS, look.idleFadeMs])].sort((a, b) => a - b);
  const fadeText = (ms: number): string =>
    ms === 0
      ? words.fadeNever
      : ms < MINUTE_MS
        ? words.fadeSeconds(format.count(ms / SECOND_MS))
        : words.fadeMinutes(format.count(ms / MINUTE_MS));
  const yesNo = [
    { value: true, text: words.on },
    { value: false, text: words.off },
  ];
  return (
    <div className={css['section']}>
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <div>
        <Choice
          label={words.mode}
          value={look.mode}
          options={MODES.map((mode) => ({ value: mode, text: words.modes[mode] }))}
          disabled={busy}
          onChoose={(mode) => void change({ mode })}
        />
        <Choice
          label={words.theme}
          value={look.theme}
          options={THEMES.map((theme) => ({ value: theme, text: words.themes[theme] }))}
          disabled={busy}
          onChoose={(theme) => void change({ theme })}
        />
        <Choice
          label={words.locale}
          value={look.locale}
          options={LOCALES.map((locale) => ({ value: locale, text: words.locales[locale] }))}
          disabled={busy}
          onChoose={(locale) => void change({ locale })}
        />
        <Choice
          label={words.fade}
          value={look.idleFadeMs}
          options={fades.map((ms) => ({ value: ms, text: fadeText(ms) }))}
          disabled={busy}
          onChoose={(idleFadeMs) => void change({ idleFadeMs })}
        />
        <Choice
          label={words.hideMoney}
          about={words.hideMoneyAbout}
          value={look.hideMoney}
          options={yesNo}
          disabled={busy}
          onChoose={(hideMoney) => void change({ hideMoney })}
        />
        <Choice
          label={words.hideOthersMoney}
          about={words.hideOthersMoneyAbout}
          value={look.hideOthersMoney}
          options={yesNo}
          disabled={busy}
          onChoose={(hideOthersMoney) => void change({ hideOthersMoney })}
        />
      </div>
    </div>
  );
}
