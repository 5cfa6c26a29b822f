/**
 * Owns: what the command line needs from the machine and from the core, passed in so that every command can be
 * run in a test with real files and without a process of its own.
 */
import type { Clock } from '../../base/clock.ts';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import type { ProbeFact } from '../../core/doctor/facts.ts';
import type { ProbeOptions } from '../../core/doctor/probe.ts';
import type { LocalOperations, LocalOptions, ReadOnlyOperations } from '../../core/local.ts';
import type { Environment } from '../../settings/environment.ts';
import type { RunOptions } from '../service/run-agent.ts';
import type { Secret } from './read-secret.ts';

export interface CliHost {
  readonly env: Environment;
  readonly clock: Clock;
  readonly version: string;
  /** Ids of the POS formats that exist. */
  readonly formats: readonly string[];
  /** Instead of /etc and the home folder, for tests. */
  readonly machineFile?: string | undefined;
  readonly userFile?: string | undefined;
  /** Standard output and standard error; each text is one or more whole lines. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person watches: colours and marks are welcome. */
  readonly terminal: boolean;
  readonly columns: number;
  readInput(): Promise<string>;
  /** A line that is not shown. */
  readSecret(question: string): Promise<Secret>;
  /** Takes the rights of the data folder's owner, where this process may and needs to. */
  actAsOwner(dataDir: string): Promise<void>;
  openLocal(options: LocalOptions): Promise<Result<LocalOperations, Problem>>;
  openReadOnly(options: LocalOptions): Promise<Result<ReadOnlyOperations, Problem>>;
  probe(options: ProbeOptions): Promise<ProbeFact>;
  runAgent(options: RunOptions): Promise<Result<undefined, readonly Problem[]>>;
  /** Aborted when the process is asked to end (SIGTERM, SIGINT). */
  untilStopped(): AbortSignal;
}
