/**
 * Owns: the lines of a receipt: their signs, their limits, and that they add up (guide 7.1.4, 7.4).
 * Promises: the totals that are returned add up to the amount exactly, with the sign that the settings want.
 */
import { abs, exactSum, negate, sum, toNumber, toText, ZERO, type Decimal } from '../base/decimal.ts';
import type { PositionDraft, ReceiptDraft } from './draft.ts';
import { note, refuse, type Findings } from './findings.ts';
import { readNumber } from './numbers.ts';
import { fitCategory, fitId, fitText, ID_MAX, TEXT_MAX } from './text.ts';
import type { WirePosition } from './wire.ts';

/** Guide 7.3: an item's id consists of digits or Latin letters. */
const ITEM_ID = /^[A-Za-z0-9]+$/;

interface Line {
  readonly draft: PositionDraft;
  readonly place: string;
  readonly count: Decimal;
  total: Decimal;
}

function readLines(draft: ReceiptDraft, findings: Findings): Line[] {
  return draft.positions.map((position, index) => {
    const place = `positions[${index}]`;
    const count = readNumber(position.count, `${place}.count`, findings);
    return { draft: position, place, count, total: readNumber(position.total, `${place}.total`, findings) };
  });
}

/** Whether the totals added up before they were rounded to four places: what is missing then is our own rounding. */
function addedUp({ amount, positions }: ReceiptDraft): boolean {
  const lines = exactSum(positions.map(({ total }) => total));
  const whole = exactSum([amount]);
  return lines !== undefined && whole !== undefined && abs(lines) === abs(whole);
}

/** Puts a rounding difference on the largest line (decisions 5); false when it is more than that. */
function spread(
  lines: readonly Line[],
  difference: Decimal,
  draft: ReceiptDraft,
  findings: Findings,
): boolean {
  const tolerance = readNumber(draft.roundingTolerance ?? 0, 'roundingTolerance', findings);
  const [first, ...others] = lines;
  if (!first || (abs(difference) > tolerance && !addedUp(draft))) return false;
  const largest = others.reduce((best, line) => (abs(line.total) > abs(best.total) ? line : best), first);
  largest.total = sum([largest.total, difference]);
  note(findings, 'receipt.roundingSpread', largest.place, { difference: toText(difference) });
  return true;
}

/** Turns and mends the totals until they add up to |amount|; answers whether the signs were turned. */
function balance(
  lines: readonly Line[],
  amount: Decimal,
  draft: ReceiptDraft,
  findings: Findings,
): { readonly turned: boolean } {
  const found = sum(lines.map((line) => line.total));
  const turned = found < ZERO;
  if (turned) for (const line of lines) line.total = negate(line.total);
  const difference = sum([abs(amount), negate(abs(found))]);
  if (difference === ZERO || spread(lines, difference, draft, findings)) return { turned };
  refuse(findings, 'receipt.sumMismatch', 'positions', {
    positions: toText(abs(found)),
    amount: toText(abs(amount)),
    difference: toText(difference),
  });
}

function itemId(line: Line, findings: Findings): string | undefined {
  const place = `${line.place}.extId`;
  const id = fitId(line.draft.extId, ID_MAX, place, findings);
  if (id === undefined || ITEM_ID.test(id)) return id;
  note(findings, 'receipt.itemIdLeftOut', place);
  return undefined;
}

function itemName(line: Line, findings: Findings): string {
  const place = `${line.place}.name`;
  const name = fitText(line.draft.name, TEXT_MAX, place, findings);
  if (name !== undefined) return name;
  note(findings, 'receipt.nameMissing', place);
  return `Товар ${line.draft.extId?.trim() ?? ''}`.trim().slice(0, TEXT_MAX);
}

function toWire(line: Line, count: Decimal, total: Decimal, findings: Findings): WirePosition {
  const { draft, place } = line;
  const seller = fitText(draft.seller, TEXT_MAX, `${place}.seller`, findings);
  const category = fitCategory(draft.category, `${place}.category`, findings);
  const extId = itemId(line, findings);
  return {
    name: itemName(line, findings),
    count: toNumber(count),
    total: toNumber(total),
    ...(seller !== undefined && { seller }),
    ...(category !== undefined && { category }),
    ...(extId !== undefined && { extId }),
  };
}

/**
 * The lines as HEADO gets them. A return's totals follow `returnPositions`, its counts stay positive (guide 7.4);
 * a correction may have no lines (guide 7.5). Refused when the sums differ.
 */
export function judgePositions(
  draft: ReceiptDraft,
  amount: Decimal,
  returnPositions: 'abs' | 'signed',
  findings: Findings,
): WirePosition[] {
  if (draft.kind === 'correction' && draft.positions.length === 0) return [];
  const lines = readLines(draft, findings);
  const { turned } = balance(lines, amount, draft, findings);
  const isReturn = amount < ZERO;
  const negative = isReturn && returnPositions === 'signed';
  const positive = isReturn || turned;
  return lines.map((line) =>
    toWire(
      line,
      positive ? abs(line.count) : line.count,
      negative ? negate(line.total) : line.total,
      findings,
    ),
  );
}
