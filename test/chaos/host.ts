/** Owns: what a chaos run asks of whatever carries the agent. */
import type { Problem } from '../../src-main/base/problem.ts';
import type { Result } from '../../src-main/base/result.ts';
import type { CommandInput, CommandName, CommandResult } from '../../src-main/core/control/commands.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface Host {
  readonly heado: Simulator;
  readonly drop: string;
  readonly dataDir: string;
  /** Of the other agent. */
  readonly otherDataDir: string;
  isUp(): boolean;
  start(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  /** At once, as `kill -9`; in good order where it cannot be killed. */
  kill(): Promise<void>;
  /** Stands still for a while, then goes on. */
  freeze(): Promise<void>;
  /** Does `work` while the agent does nothing: between two of its steps, which may be any two. */
  between(work: () => void): Promise<void>;
  /** So much of the agent's time goes by, or as much as a run can wait for. */
  pass(ms: number): Promise<void>;
  /** What the agent's wall clock is off by, from now on and after every start. */
  setClockOff(ms: number): void;
  /** What a person asks. */
  ask<Name extends CommandName>(
    name: Name,
    args: CommandInput<Name>,
  ): Promise<Result<CommandResult<Name>, Problem>>;
  /** Another agent with the same settings but for its data folder; `stop` ends it, too. False: it runs already. */
  startSecond(): Promise<boolean>;
  close(): Promise<void>;
}
