/** Owns: the parts that sections of the service view are made of: a heading, a plain table, a list of facts. */
import { useId, type ReactNode } from 'react';
import css from './section.module.css';

export interface SectionProps {
  readonly title: string;
  /** Beside the title: how many there are. */
  readonly count?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Section({ title, count, wide = false, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section className={css['section']} data-wide={wide} aria-labelledby={id}>
      <h2 className={css['title']} id={id}>
        {title} {count !== undefined && <span className={css['count']}>{count}</span>}
      </h2>
      {children}
    </section>
  );
}

export function Empty({ text }: { readonly text: string }): ReactNode {
  return <p className={css['empty']}>{text}</p>;
}

export interface Column {
  readonly name: string;
  readonly kind?: 'number';
}

export interface PlainTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** `key`: unique; `cells`: in the order of the columns, the first names the row. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

export function PlainTable({ label, columns, rows }: PlainTableProps): ReactNode {
  return (
    <table className={css['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" data-kind={column.kind}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {row.cells.map((cell, index) => {
              const Cell = index === 0 ? 'th' : 'td';
              return (
                <Cell key={index} {...(index === 0 ? { scope: 'row' } : {})} data-kind={columns[index]?.kind}>
                  <bdi>{cell}</bdi>
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string])[];
}): ReactNode {
  return (
    <dl className={css['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={css['fact']}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
