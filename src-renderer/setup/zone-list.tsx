/** Owns: the choice of the store's zone, by the time that it is there now: few people know zones by name. */
import { useMemo, useState, type ReactNode } from 'react';
import type { Told as Problem } from '../../src-main/contract/service.ts';
import { Told } from '../service/refusal-note.tsx';
import { useNow } from '../state/now.ts';
import { useScreen, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords } from '../text/words-setup.ts';
import { Field } from './field.tsx';
import type { Writing } from './use-typing.ts';
import css from './zone-list.module.css';
import { zonesShown, zoneTime } from './zones.ts';

const TIMES_EVERY_MS = 15_000;

export interface ZoneListProps {
  readonly zones: readonly string[];
  readonly value: string;
  readonly filter: string;
  readonly problems: readonly Pick<Problem, 'what' | 'todo'>[];
  readonly onChoose: (zone: string) => void;
  readonly onFilter: (text: string) => void;
  readonly onFocus: Writing['onFocus'];
}

export function ZoneList(props: ZoneListProps): ReactNode {
  const words = useWordsOf(setupWords);
  const { locale } = useScreen();
  const nowMs = useNow(TIMES_EVERY_MS);
  // The order is that of the first sight: a row may not jump away under a finger.
  const [first] = useState(props.value);
  const { shown, more } = useMemo(
    () => zonesShown(props.zones, first, props.filter),
    [props.zones, first, props.filter],
  );
  return (
    <div className={css['zones']}>
      <Field
        name="zoneFilter"
        label={words.zoneFilter}
        about={words.about.timeZone}
        value={props.filter}
        problems={[]}
        onChange={props.onFilter}
        onFocus={props.onFocus}
      />
      {props.problems.map(({ what, todo }) => (
        <Told key={what} what={what} todo={todo} />
      ))}
      <ul className={css['list']} aria-label={words.fields.timeZone}>
        {shown.map((zone) => (
          <li key={zone}>
            <Button
              className={css['zone']}
              pressed={zone === props.value}
              onPress={() => props.onChoose(zone)}
            >
              <bdi>{zone}</bdi>
              <span className={css['time']}>{zoneTime(zone, locale, nowMs)}</span>
            </Button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p>{words.zoneNone}</p>}
      {more > 0 && <p>{words.zoneMore(more)}</p>}
    </div>
  );
}
