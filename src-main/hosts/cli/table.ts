/** Owns: aligned plain tables. Pure. */

const GAP = '  ';

/** Columns as wide as their widest cell, two blanks between them, no blanks at the end of a line. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(oneLine));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  return cells.map((row) => formatRow(row, widths)).join('\n');
}

/** Label and value under each other, values aligned. */
export function formatPairs(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([label]) => widthOf(label)));
  return pairs.map((pair) => formatRow(pair.map(oneLine), [width])).join('\n');
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map(
    (cell, column) => cell + ' '.repeat(Math.max((widths[column] ?? 0) - widthOf(cell), 0)),
  );
  return padded.join(GAP).trimEnd();
}

/** A cell cannot break its line or move the cursor. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, '?');
}

/** Combining marks take no column. */
function widthOf(text: string): number {
  return Array.from(text.replace(/\p{M}/gu, '')).length;
}
