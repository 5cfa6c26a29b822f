/**
 * Owns: getting the facts for `doctor`: from whoever has the data folder; where that is of no help, from a look at
 * the machine and one call to HEADO, and the reason is a finding too.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { judgeFacts, type Finding } from '../../core/doctor/checks.ts';
import type { DoctorFacts } from '../../core/doctor/facts.ts';
import { gatherFacts } from '../../core/doctor/gather.ts';
import type { Session } from './command.ts';

export async function examine(session: Session, deep: boolean): Promise<readonly Finding[]> {
  const answer = await session.access.ask('doctor.facts', { deep });
  if (answer.ok) return [...judgeSettings(session), ...judgeFacts(answer.value)];
  const own = judgeFacts(await gatherHere(session));
  return [...judgeSettings(session), ...own, agentFinding(session.access.unheard ?? answer.error)];
}

function judgeSettings({ loaded }: Session): readonly Finding[] {
  if (loaded.warnings.length === 0) return [{ check: 'settings', verdict: 'ok', problem: null }];
  return loaded.warnings.map((found) => ({ check: 'settings', verdict: 'warning', problem: found }));
}

/** Before the first start there is no data folder, which is as it should be. */
function agentFinding(found: Problem): Finding {
  if (found.code !== 'outbox.missing') return { check: 'agent', verdict: 'error', problem: found };
  return { check: 'agent', verdict: 'warning', problem: problem('doctor.agentAbsent') };
}

/** Everything but the outbox and its holder. */
function gatherHere({ loaded: { settings }, host }: Session): Promise<DoctorFacts> {
  const { env, clock } = host;
  return gatherFacts({
    settings,
    env,
    nowMs: clock.now(),
    probe: () => host.probe({ settings, env, clock }),
    outbox: () => null,
    verifyChain: undefined,
    holder: null,
  });
}
