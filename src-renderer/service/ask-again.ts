/** Owns: a service request that found the door closed where there is no PIN: it opens it and asks once more. */
import type { Answer, Bridge, RequestName, Requests } from '../../src-main/contract/bridge.ts';

export async function askAgain<N extends RequestName>(
  bridge: Bridge,
  name: N,
  argument: Requests[N]['in'],
  withoutPin: boolean,
): Promise<Answer<Requests[N]['out']>> {
  const answer = await bridge.request(name, argument);
  if (answer.ok || answer.refusal.reason !== 'locked' || !withoutPin) return answer;
  const opened = await bridge.request('unlock', { pin: '' });
  return opened.ok ? await bridge.request(name, argument) : answer;
}
