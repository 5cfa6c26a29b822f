/**
 * Owns: what a person does at the till, as the pages for people say: gives up what is wrong, has what HEADO refused
 * while it was ill sent again.
 */
import type { QuarantineRow } from '../../src-main/core/control/commands.ts';
import type { Host } from './host.ts';
import type { Pos } from './pos.ts';

async function listOf(host: Host): Promise<readonly QuarantineRow[]> {
  const listed = await host.ask('quarantine.list', { limit: 1_000 });
  return listed.ok ? listed.value.rows : [];
}

const fatesOf = (pos: Pos): Map<string, string> =>
  new Map(pos.dropped().map(({ label, fate }) => [label, fate]));

/** Gives up one thing that is wrong; answers its label. */
export async function discardOne(host: Host, pos: Pos): Promise<string> {
  const fates = fatesOf(pos);
  const row = (await listOf(host)).find(({ label }) => fates.get(label) === 'person');
  if (!row) return 'nothing is there to give up';
  const { id, version } = row;
  const done = await host.ask('quarantine.discard', { id, version, reason: 'a chaos run' });
  if (!done.ok) return `${row.label}: ${done.error.code}`;
  pos.giveUp(row.label);
  return `${row.label} is given up`;
}

/** What a person is asked about lost, restored or moved data, and what they say; answers the open questions. */
export async function recover(
  host: Host,
  choose: (asked: readonly string[]) => 'resend' | 'accept',
): Promise<readonly string[]> {
  const shown = await host.ask('recover', {});
  if (!shown.ok) return [shown.error.code];
  const open = shown.value.folders.map(({ question, due, doubtful }) =>
    [question ?? 'nothing asked', ...(due ? ['archive due'] : []), `${doubtful} held`].join(', '),
  );
  if (open.length > 0) await host.ask('recover', { choice: choose(open) });
  return open;
}

/** Has everything that is right and stands in quarantine tried again; answers the labels. */
export async function retryAll(host: Host, pos: Pos): Promise<readonly string[]> {
  const fates = fatesOf(pos);
  const right = (await listOf(host)).filter(({ label }) => fates.get(label) === 'server');
  for (const { id, version } of right)
    await host.ask('quarantine.retry', { id, version, reason: 'HEADO is well again' });
  return right.map(({ label, problem }) => `${label} (${problem.code})`);
}
