/**
 * Owns: what `doctor` alone can find wrong, beside what the status, the folders and the calls say. The words are
 * in `text/words/agent.ts`.
 */
export type DoctorProblemCode =
  /** Values: `version, needed`. */
  | 'doctor.nodeTooOld'
  | 'doctor.sqliteMissing'
  /** HEADO knows the key and refused the question. Values: `code, message`. */
  | 'doctor.probeRefused'
  /** Port 80 of HEADO, which guide 2 wants open. Values: `host` (with port), `error`. */
  | 'doctor.plainPortClosed'
  /** Values: `store, system, differMinutes`. */
  | 'doctor.zoneDiffers'
  /** Values: `path`. */
  | 'doctor.folderNotReadable'
  | 'doctor.folderNotWritable'
  | 'doctor.archiveElsewhere'
  | 'doctor.dataReadableByOthers'
  /** The data folder is held, and nobody answers at the control socket. Values: `pid`, `path`. */
  | 'doctor.folderBusy'
  | 'doctor.agentAbsent'
  /** Values: `formats`. */
  | 'doctor.twoFormats'
  /** Values: `rows` (checked), `faults` (numbers of rows). */
  | 'doctor.chainBroken';
