/** Owns: a connection that writes down what was asked of it and how many rows it gave: cost without a stopwatch. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';

const ASKING: ReadonlySet<PropertyKey> = new Set(['all', 'get']);

export class CountingDatabase extends DatabaseSync {
  /** The statements that were run, in order. */
  readonly asked: string[] = [];
  rows = 0;

  override prepare(sql: string): StatementSync {
    const counted = (answer: unknown): void => {
      this.asked.push(sql);
      this.rows += Array.isArray(answer) ? answer.length : Number(answer !== undefined);
    };
    return new Proxy(super.prepare(sql), {
      get(statement, name) {
        const value: unknown = Reflect.get(statement, name);
        if (typeof value !== 'function') return value;
        return (...given: readonly unknown[]): unknown => {
          const answer: unknown = Reflect.apply(value, statement, given);
          if (ASKING.has(name)) counted(answer);
          return answer;
        };
      },
    });
  }

  /** How SQLite finds the rows of what was asked, one line per step. */
  plans(): string[] {
    return [...new Set(this.asked)].flatMap((sql) =>
      super
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row['detail'])),
    );
  }
}
