/**
 * Owns: playing a plan: every step, then peace (the server is well, the clock right, the folder there, the POS done),
 * then rest, then the audit. Answers the story and what was broken.
 */
import { auditTill } from '../audit/audit.ts';
import type { Broken } from '../audit/evidence.ts';
import { timesRegistered } from '../audit/identities.ts';
import { readBook, readPlaces } from '../audit/read-book.ts';
import { carryOver } from '../audit/repeats.ts';
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import { createAccidents } from './accidents.ts';
import type { Host } from './host.ts';
import { openHere } from './host-here.ts';
import { openProcess } from './host-process.ts';
import { discardOne, recover, retryAll } from './person.ts';
import { tellStep, type HostKind, type Plan, type Step } from './plan.ts';
import { openPos, type Pos } from './pos.ts';
import { waitFor } from '../support/wait-for.ts';

export interface Outcome {
  readonly seed: number;
  readonly host: HostKind;
  /** What was done and what came of it, a line each. */
  readonly story: readonly string[];
  readonly broken: readonly Broken[];
  readonly dropped: number;
  readonly calls: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What waits for its hour gets it within so many looks; a lane that holds is tried by the restart of each. */
const ROUNDS_MAX = 12;

export async function runChaos(plan: Plan): Promise<Outcome> {
  const host = plan.host === 'process' ? await openProcess(plan.seed) : await openHere();
  try {
    return await createRun(plan, host).play();
  } finally {
    await host.close();
  }
}

function createRun(plan: Plan, host: Host) {
  const { heado, drop } = host;
  const till = createAccidents(host);
  const pos: Pos = openPos(drop, till.isMounted);
  const story: string[] = [];
  let isDown = false;

  async function play(): Promise<Outcome> {
    await host.start();
    for (const [index, step] of plan.steps.entries()) {
      const came = await take(step);
      story.push(`${index + 1}. ${tellStep(step)}${came === '' ? '' : ` → ${came}`}`);
    }
    const status = await rest();
    const book = readBook(host.dataDir);
    const places = readPlaces(host);
    const dropped = pos.dropped();
    const evidence = { dropped, calls: heado.calls, book, places, status, atRest: true };
    // What another agent took from the folder while this one could not, it sent, too.
    const carried = carryOver(till.carried(), readBook(host.otherDataDir));
    const broken = auditTill({ ...evidence, carried });
    return {
      ...{ seed: plan.seed, host: plan.host, story, broken },
      dropped: dropped.length,
      calls: heado.calls.length,
    };
  }

  async function take(step: Step): Promise<string> {
    switch (step.does) {
      case 'drop':
        return pos.drop(step.count);
      case 'append':
        return pos.append(step.count);
      case 'release':
        return pos.release();
      case 'dropCut':
        return pos.dropCut(step.count);
      case 'dropAgain':
        return pos.dropAgain(plan.seed + story.length);
      case 'dropWrong':
        return pos.dropWrong();
      case 'dropGivenUp':
        return pos.dropGivenUp();
      case 'dropBroken':
        return pos.dropBroken();
      case 'shift':
        return pos.shift();
      case 'discard':
        return host.isUp() ? discardOne(host, pos) : '';
      case 'fault':
        heado.behave({ act: step.act, times: step.times });
        return '';
      case 'down':
        if (!isDown) await heado.close();
        isDown = true;
        return '';
      case 'heal':
        return heal();
      case 'pass':
        await host.pass(step.minutes * MINUTE_MS);
        return '';
      case 'clock':
        host.setClockOff(step.hoursOff * HOUR_MS);
        return '';
      case 'restart':
        await host.stop();
        await host.start();
        return '';
      case 'kill':
        await host.kill();
        await host.start();
        return '';
      case 'freeze':
        await host.freeze();
        return '';
      case 'tear':
        return till.tear();
      case 'backUp':
        return till.backUp();
      case 'restore':
        return till.restore();
      case 'wipe':
        return till.wipe(step.underIt);
      case 'recover':
        return decide(step.choice);
      case 'second':
        return (await host.startSecond()) ? '' : 'it runs already';
      case 'unmount':
        return till.unmount(step.leaves, step.restarted);
      case 'mount':
        return till.mount();
    }
  }

  async function heal(): Promise<string> {
    heado.heal();
    if (isDown) await heado.reopen();
    isDown = false;
    return '';
  }

  /** What a person accepts as it is, nobody is owed any more. */
  async function decide(choice: 'resend' | 'accept'): Promise<string> {
    const open = host.isUp() ? await recover(host, () => choice) : [];
    if (open.length > 0 && choice === 'accept') {
      const times = timesRegistered(heado.calls);
      pos.giveUpMissing((identity) => times.has(identity));
    }
    return open.join('; ');
  }

  /** Peace, then time and a person's help until nothing is left to do. */
  async function rest(): Promise<StatusReport> {
    await heal();
    till.mount();
    pos.release();
    host.setClockOff(0);
    await host.stop();
    await host.start();
    let before = '';
    for (let round = 1; ; round += 1) {
      const status = await settle();
      let choice: 'resend' | 'accept' = 'resend';
      const open = await recover(host, (asked) => {
        // Asked again in the same words: files that do not come back. Nobody is owed less for it.
        choice = asked.join('; ') === before ? 'accept' : 'resend';
        return choice;
      });
      const asked = open.join('; ');
      if (asked !== '') story.push(`rest: the person says ${choice} of what is in doubt: ${asked}`);
      before = asked;
      const retried = await retryAll(host, pos);
      if (retried.length > 0) story.push(`rest: the person has tried again ${retried.join(', ')}`);
      if (asked === '' && retried.length === 0 && (isAtRest(status) || round >= ROUNDS_MAX)) return status;
      await host.pass(HOUR_MS);
    }
  }

  /** Until nothing moves any more; what never comes to rest is left to the audit. */
  async function settle(): Promise<StatusReport> {
    let status = await statusOf(host);
    const looks = async (): Promise<boolean> => {
      await host.pass(MINUTE_MS / 2);
      status = await statusOf(host);
      return isCalm(status);
    };
    await waitFor('nothing moves any more', looks).catch((error: unknown) =>
      story.push(`rest: ${String(error)}`),
    );
    return status;
  }

  return { play };
}

async function statusOf(host: Host): Promise<StatusReport> {
  const asked = await host.ask('status', {});
  if (!asked.ok) throw new Error(`status: ${asked.error.code}`);
  return asked.value;
}

/** Nothing lies in a folder, nothing is on its way. */
function isCalm({ outbox, folders, lanes }: StatusReport): boolean {
  const pending = folders.reduce((sum, { pendingFiles }) => sum + pendingFiles, 0);
  return outbox.waiting + outbox.inFlight + pending === 0 && lanes.every(({ state }) => state === 'idle');
}

/** Nor does anything wait for its hour. */
function isAtRest(status: StatusReport): boolean {
  return isCalm(status) && status.outbox.slow + status.outbox.held === 0;
}
