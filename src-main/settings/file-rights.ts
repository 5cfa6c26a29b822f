/**
 * Owns: whether the rights of a settings or key file can be trusted (decisions 33), and the command that mends them.
 * Who may write settings may turn receipts to another server; who may read the key may speak for the till.
 * Pure. Refuses to know: what stands in the files, and systemd credentials, which systemd itself guards.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { KeyProblemCode, KeyWarningCode, SettingsProblemCode } from './problem-codes.ts';

export interface FileRights {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** The rights of this process; undefined where files have no such rights (Windows). */
export type Self = { readonly uid: number; readonly gid: number } | undefined;

const ROOT = 0;
/** Write for the group and for others. */
const CHANGED_BY_OTHERS = 0o022;
/** Write for the group, anything for others. The group may read: the agent's own reads a file of root. */
const REFUSED_OF_KEY = 0o027;
/**
 * Nothing for the group: under a POSIX ACL these bits are its mask, so they tell of every user and group that the list
 * names, and `chmod 600` takes it from them all.
 */
const REFUSED_WITHOUT_NEED = 0o077;
const READ_BY_GROUP = 0o040;

export function thisProcess(): Self {
  const uid = process.geteuid?.();
  const gid = process.getegid?.();
  return process.platform === 'win32' || uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** Why the settings file must not be used; undefined: it may. */
export function judgeSettingsFile(
  file: string,
  rights: FileRights,
  self: Self,
): Problem<SettingsProblemCode> | undefined {
  if (!self) return undefined;
  if ((rights.mode & CHANGED_BY_OTHERS) !== 0)
    return problem('settings.writableByOthers', '', {
      file,
      mode: octal(rights),
      command: `chmod go-w ${file}`,
    });
  if (isForeign(rights, self))
    return problem('settings.foreignOwner', '', { file, uid: rights.uid, command: `chown root ${file}` });
  return undefined;
}

/** Why the key file must not be used; undefined: it may. */
export function judgeKeyFile(
  file: string,
  rights: FileRights,
  self: Self,
): Problem<KeyProblemCode> | undefined {
  if (!self) return undefined;
  const refused = mayNeedGroup(rights) ? REFUSED_OF_KEY : REFUSED_WITHOUT_NEED;
  if ((rights.mode & refused) !== 0)
    return problem('key.openToOthers', '', {
      file,
      mode: octal(rights),
      command: narrowKey(file, rights, self),
    });
  if (isForeign(rights, self))
    return problem('key.foreignOwner', '', { file, uid: rights.uid, command: `chown root ${file}` });
  return undefined;
}

/**
 * Members of a group that is not this program's own may read the key. Root cannot tell whose group it is, but that nobody
 * reads by its own: what is allowed to that was perhaps allowed by an ACL, to somebody else.
 */
export function warnOfKeyFile(
  file: string,
  rights: FileRights,
  self: Self,
): readonly Problem<KeyWarningCode>[] {
  if (!self || (rights.mode & READ_BY_GROUP) === 0) return [];
  const isTold = self.uid === ROOT ? rights.gid === ROOT : rights.gid !== self.gid;
  if (!isTold) return [];
  return [problem('key.readableByGroup', '', { file, gid: rights.gid, command: `chmod 600 ${file}` })];
}

/** Root may look at everybody's files; the owner of a file is whoever the agent runs as, or root. */
function isForeign({ uid }: FileRights, self: NonNullable<Self>): boolean {
  return uid !== ROOT && uid !== self.uid && self.uid !== ROOT;
}

/** A file of root that a program of another user reads by its group. Whom an ACL names beside it, no mode tells. */
function mayNeedGroup({ uid }: FileRights): boolean {
  return uid === ROOT;
}

/** A file of root that the agent reads by its group stays readable for that. */
function narrowKey(file: string, { uid, gid }: FileRights, self: NonNullable<Self>): string {
  const byGroup = uid === ROOT && gid !== ROOT && (gid === self.gid || self.uid === ROOT);
  return `chmod ${byGroup ? 640 : 600} ${file}`;
}

function octal({ mode }: FileRights): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
