import { expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { outcomeText } from '../../../src-main/hosts/cli/show-story.ts';
import { RESENDS_MAX } from '../../../src-main/sender/plan-bound.ts';
import { planNext } from '../../../src-main/sender/plan.ts';
import { markOf } from '../../../src-main/sender/turn.ts';
import { sayIn } from '../../../src-main/text/cli.ts';
import { sentence } from '../../../src-main/text/problems.ts';
import { apiWords } from '../../../src-main/text/words/api.ts';
import { batchOf, retried, turnOf } from '../sender/turns.ts';

const VALUES = [{ status: 502 }, { code: -32610, message: 'no' }, { words: 'ECONNRESET' }, { message: 'no' }];
const LOCALES = ['ru', 'en'] as const;
const printerIn = (locale: (typeof LOCALES)[number]) => ({ locale, say: sayIn(locale) });

it('no answer in the story of a receipt has a gap', () => {
  for (const code of Object.keys(apiWords))
    for (const values of VALUES)
      for (const locale of LOCALES) {
        const told = outcomeText(markOf(problem(code, '', values)), printerIn(locale));
        expect(told).not.toContain('?');
      }
});

it('the status of the answer is told', () => {
  const told = outcomeText('api.serverError 502', printerIn('en'));
  expect(told).toBe('The HEADO server failed (status 502).');
});

it('why a receipt is unconfirmed has no gap either', () => {
  const batch = batchOf([1], { uncertain: true });
  const entries = batch.entries.map((entry) => ({ ...entry, resends: RESENDS_MAX }));
  const turn = turnOf([1], {}, { batch: { ...batch, entries } });
  for (const outcome of [
    retried('api.serverError', {}, { status: 502 }),
    retried('api.databaseFailed', { failedInside: true }, { code: -32610, message: 'no' }),
  ]) {
    const came = planNext(turn, outcome).batch;
    if (came.does !== 'end' || came.settlement.verdict !== 'dissolved') throw new Error('not given up');
    const [outcast] = came.settlement.outcasts;
    for (const locale of LOCALES) expect(outcast && sentence(outcast.problem, locale)).not.toContain('?');
  }
});
