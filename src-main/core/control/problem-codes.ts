/** Owns: what can go wrong between a command and the agent. The words are in `text/problems.ts`. */
export type ControlProblemCode =
  /** No agent listens. */
  | 'control.absent'
  /** An agent has the data folder and does not listen. Values: `path, pid`. */
  | 'control.deaf'
  /** An agent listens, this user may not talk to it. */
  | 'control.denied'
  /** It listens and does not answer in time. */
  | 'control.silent'
  /** It ended while it was asked. */
  | 'control.ended'
  /** It answers in a form that this version does not know. */
  | 'control.otherVersion'
  | 'control.unknownCommand'
  | 'control.wrongArguments'
  | 'control.tooLarge'
  | 'control.failed'
  /** The agent runs and could not open its socket. Values: `path, reason`. */
  | 'control.notOpened'
  | 'control.folderTaken';
