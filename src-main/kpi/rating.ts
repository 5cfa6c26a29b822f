/**
 * Owns: the rating of stores as it is shown: places, what moved since the period's first report, the own row. Pure.
 */
import type { Rating } from '../contract/figures.ts';
import type { MetricsReport, RatingReport } from '../reports/model.ts';
import { formOf } from './roles.ts';

/** What our own store may be called in the rating. */
export interface OwnStore {
  /** As the settings have it. */
  readonly storeExtId: string | null;
  /** As the key's own report has it; null: not heard yet. */
  readonly report: Pick<MetricsReport, 'storeId' | 'storeExtId'> | null;
}

export function makeRating(
  { kind, rows, byFact }: RatingReport,
  firstPlaces: Readonly<Record<string, number>>,
  own: OwnStore,
): Rating {
  const ownId = ownRowId(rows, own);
  return {
    ownPlace: rows.find(({ id }) => id === ownId)?.place ?? null,
    form: formOf(
      'other',
      kind,
      rows.map(({ fact }) => fact),
    ),
    rows: rows.map(({ id, name, place, fact }) => {
      const first = firstPlaces[id];
      const moved = first === undefined || place === null ? null : first - place;
      return { id, name, place, moved, own: id === ownId, fact };
    }),
    byFact,
  };
}

/** The settings' id goes first: a group server's key reports on another store than the till's (guide 11.1). */
function ownRowId(rows: RatingReport['rows'], { storeExtId, report }: OwnStore): string | null {
  const byExtId = (wanted: string | null): string | undefined =>
    wanted === null ? undefined : rows.find((row) => row.storeExtId === wanted)?.id;
  const byId = rows.find(({ id }) => id === report?.storeId)?.id;
  return byExtId(storeExtId) ?? byExtId(report?.storeExtId ?? null) ?? byId ?? null;
}
