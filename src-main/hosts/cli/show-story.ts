/** Owns: how the story of a receipt looks to a person: one line per thing that happened, in order. Pure. */
import path from 'node:path';
import type { Problem } from '../../base/problem.ts';
import type { ReceiptRow, Story } from '../../core/control/commands.ts';
import { incidentWord } from '../../text/cli/story.ts';
import { factsText } from '../../text/fact-words.ts';
import { describe, isProblemCode } from '../../text/problems.ts';
import { placeText } from '../../text/value-words.ts';
import type { Printer } from './printer.ts';
import type { StoreTime } from './store-time.ts';
import { formatPairs } from './table.ts';

interface View {
  readonly printer: Printer;
  readonly time: StoreTime;
}

interface Happening {
  readonly at: string;
  readonly text: string;
}

/** The time has a column of its own. */
export function shownFacts(facts: ReceiptRow['facts'], { locale }: Pick<Printer, 'locale'>): string {
  return factsText(facts, locale, ['ts']);
}

export function showStory(story: Story, view: View): string {
  const { say } = view.printer;
  const { entry, file } = story;
  const title = say('story.title', {
    lane: say(`lane.${entry.lane}`),
    label: entry.label,
    state: say(`state.${entry.state}`),
  });
  const happened = [...happenings(story, view)].sort((one, other) => one.at.localeCompare(other.at));
  const lines = happened.map(({ at, text }) => [view.time.show(at), text] as const);
  const stored = file?.storedAs
    ? [say('story.stored', { path: path.resolve(file.folder, file.storedAs), sha256: file.sha256 })]
    : [];
  return [`${title}  ${shownFacts(entry.facts, view.printer)}`.trimEnd(), formatPairs(lines), ...stored].join(
    '\n',
  );
}

function* happenings({ entry, file, attempts, quarantine }: Story, view: View): Generator<Happening> {
  const { say, locale } = view.printer;
  yield { at: entry.occurredAt, text: say('story.occurred') };
  if (file) {
    const { name, at, format } = file;
    const place = placeText(at, locale);
    const text = say(at === '' ? 'story.file' : 'story.fileAt', { name, at: place, format });
    yield { at: file.takenAt, text };
  }
  for (const attempt of attempts) {
    const outcome = outcomeText(attempt.outcome, view.printer);
    const said = say('story.attempt', { attempt: attempt.attempt, batchId: attempt.batchId, outcome });
    yield { at: attempt.at, text: attempt.uncertain ? `${said} (${say('story.uncertain')})` : said };
  }
  for (const { at, event, problem } of quarantine) {
    const told = incidentWord(event, locale);
    yield { at, text: problem ? `${told}: ${describe(problem, locale).what}` : told };
  }
  if (entry.deliveredAt) yield { at: entry.deliveredAt, text: say('story.delivered') };
}

/** `accepted`, `dissolved: refused -32602`, `api.noAnswer ECONNRESET`: states and codes of ours in words. */
export function outcomeText(outcome: string, { say, locale }: Pick<Printer, 'say' | 'locale'>): string {
  const [first = '', ...rest] = outcome.split(' ');
  const words = rest.join(' ');
  if (first === 'accepted') return say('outcome.accepted');
  if (first === 'dissolved:') return say('outcome.dissolved', { words });
  return isProblemCode(first)
    ? describe({ code: first, at: '', values: detail(words) }, locale).what
    : outcome;
}

/** What is kept of an answer is its status, its code or its words (`sender/turn.ts`), under whichever name they are told. */
function detail(words: string): Problem['values'] {
  return { words, status: words, code: words, message: '…', because: '' };
}
