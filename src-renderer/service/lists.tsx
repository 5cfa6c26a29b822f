/** Owns: the sections of the service view that only show: queue, errors, folders, formats, items without a name. */
import type { ReactNode } from 'react';
import type { FolderRow, ServiceState } from '../../src-main/contract/service.ts';
import { useFormat, useSnapshot, useWords, useWordsOf } from '../state/screen.tsx';
import { serviceWords } from '../text/words-service.ts';
import css from './lists.module.css';
import { Told } from './refusal-note.tsx';
import { Empty, PlainTable, Section } from './section.tsx';

export interface ListProps {
  readonly state: ServiceState;
}

export function QueueSection({ state }: ListProps): ReactNode {
  const all = useWordsOf(serviceWords);
  const words = all.queue;
  const format = useFormat();
  const { dash, hidden } = useWords();
  const { atMs, look } = useSnapshot();
  const amount = (roubles: number | null): string =>
    roubles === null ? dash : look.hideMoney ? hidden : format.exactMoney(roubles);
  const more = state.queueTotal - state.queue.length;
  return (
    <Section title={words.title} count={format.count(state.queueTotal)}>
      {state.queue.length === 0 ? (
        <Empty text={words.none} />
      ) : (
        <PlainTable
          label={words.title}
          columns={[
            { name: words.columns.label },
            { name: words.columns.amount, kind: 'number' },
            { name: words.columns.taken, kind: 'number' },
            { name: words.columns.state },
          ]}
          rows={state.queue.map((row, index) => ({
            key: `${row.label} ${row.takenAtMs} ${index}`,
            cells: [
              row.label,
              amount(row.amount),
              format.moment(row.takenAtMs, atMs),
              words.states[row.state],
            ],
          }))}
        />
      )}
      {more > 0 && <Empty text={all.more(format.count(more))} />}
    </Section>
  );
}

export function ErrorsSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).errors;
  const format = useFormat();
  const { atMs } = useSnapshot();
  return (
    <Section title={words.title}>
      {state.errors.length === 0 && <Empty text={words.none} />}
      <ul className={css['errors']}>
        {state.errors.map((line, index) => (
          <li key={`${line.atMs} ${index}`}>
            <span className={css['dim']}>
              {format.moment(line.atMs, atMs)}, {words.levels[line.level]}
            </span>{' '}
            <bdi>{line.text}</bdi>{' '}
            <small className={css['name']}>{[line.event, line.code].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function FoldersSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).folders;
  const format = useFormat();
  const { atMs } = useSnapshot();
  const last = (row: FolderRow): string =>
    row.lastTakenAtMs === null ? words.never : format.moment(row.lastTakenAtMs, atMs);
  return (
    <Section title={words.title}>
      {state.folders.length === 0 ? (
        <Empty text={words.none} />
      ) : (
        <PlainTable
          label={words.title}
          columns={[
            { name: words.columns.name },
            { name: words.columns.state },
            { name: words.columns.pending, kind: 'number' },
            { name: words.columns.last, kind: 'number' },
          ]}
          rows={state.folders.map((row, index) => ({
            key: `${row.name} ${index}`,
            cells: [row.name, words.states[row.state], format.count(row.pendingFiles), last(row)],
          }))}
        />
      )}
      {state.folders.map(
        ({ name, problem }) => problem !== null && <Told key={`${name} ${problem.code}`} {...problem} />,
      )}
    </Section>
  );
}

export function FormatsSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).formats;
  const format = useFormat();
  return (
    <Section title={words.title}>
      {state.formats.length === 0 ? (
        <Empty text={words.none} />
      ) : (
        <PlainTable
          label={words.title}
          columns={[{ name: words.columns.id }, { name: words.columns.files, kind: 'number' }]}
          rows={state.formats.map(({ id, files }) => ({ key: id, cells: [id, format.count(files)] }))}
        />
      )}
    </Section>
  );
}

export function UnnamedSection({ state }: ListProps): ReactNode {
  const words = useWordsOf(serviceWords).unnamed;
  const format = useFormat();
  return (
    <Section title={words.title}>
      {state.unnamedItems.length === 0 ? (
        <Empty text={words.none} />
      ) : (
        <PlainTable
          label={words.title}
          columns={[{ name: words.columns.code }, { name: words.columns.times, kind: 'number' }]}
          rows={state.unnamedItems.map(({ code, times }) => ({
            key: code,
            cells: [code, format.count(times)],
          }))}
        />
      )}
    </Section>
  );
}
