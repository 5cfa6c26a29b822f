import { describe, expect, it } from 'vitest';
import { judgeKeyFile, judgeSettingsFile, warnOfKeyFile } from '../../../src-main/settings/file-rights.ts';

/** The agent's user and its group. */
const AGENT = { uid: 990, gid: 990 };
const ROOT = { uid: 0, gid: 0 };
const POS_GROUP = 2100;
const stranger = { uid: 2001, gid: 2001 };

const FILE = '/etc/heado-till/f';

function said(found: ReturnType<typeof judgeKeyFile> | ReturnType<typeof judgeSettingsFile>): unknown {
  return found ? [found.code, found.values['command']] : 'fine';
}

describe('a settings file', () => {
  it.each([
    ['of root, read by the agent’s group', { uid: 0, gid: 990, mode: 0o100640 }, AGENT, 'fine'],
    ['of root, read by all', { uid: 0, gid: 0, mode: 0o100644 }, AGENT, 'fine'],
    ['of the agent itself', { ...AGENT, mode: 0o100600 }, AGENT, 'fine'],
    ['of the agent, looked at by root', { ...AGENT, mode: 0o100600 }, ROOT, 'fine'],
    [
      'that a group may write',
      { uid: 0, gid: 990, mode: 0o100660 },
      AGENT,
      ['settings.writableByOthers', `chmod go-w ${FILE}`],
    ],
    [
      'of another user',
      { ...stranger, mode: 0o100644 },
      AGENT,
      ['settings.foreignOwner', `chown root ${FILE}`],
    ],
  ])('%s', (_, rights, self, expected) => {
    expect(said(judgeSettingsFile(FILE, rights, self))).toEqual(expected);
  });
});

describe('a key file', () => {
  it.each([
    ['of the agent alone', { ...AGENT, mode: 0o100600 }, AGENT, 'fine'],
    ['of root, read by the agent’s group', { uid: 0, gid: 990, mode: 0o100640 }, AGENT, 'fine'],
    [
      'of root that all may read, the agent by its group',
      { uid: 0, gid: 990, mode: 0o100644 },
      AGENT,
      ['key.openToOthers', `chmod 640 ${FILE}`],
    ],
    [
      'of the agent that all may read',
      { ...AGENT, mode: 0o100644 },
      AGENT,
      ['key.openToOthers', `chmod 600 ${FILE}`],
    ],
    [
      'of root that the POS’s group may write',
      { uid: 0, gid: POS_GROUP, mode: 0o100660 },
      AGENT,
      ['key.openToOthers', `chmod 600 ${FILE}`],
    ],
    [
      'of the agent, with rights for its group, which an ACL may have given to anybody',
      { ...AGENT, mode: 0o100640 },
      AGENT,
      ['key.openToOthers', `chmod 600 ${FILE}`],
    ],
    [
      'the same, looked at by root',
      { ...AGENT, mode: 0o100640 },
      ROOT,
      ['key.openToOthers', `chmod 600 ${FILE}`],
    ],
    ['of root, read by a group, looked at by root', { uid: 0, gid: 990, mode: 0o100640 }, ROOT, 'fine'],
    ['of another user', { ...stranger, mode: 0o100600 }, AGENT, ['key.foreignOwner', `chown root ${FILE}`]],
  ])('%s', (_, rights, self, expected) => {
    expect(said(judgeKeyFile(FILE, rights, self))).toEqual(expected);
  });

  it('that another group than the agent’s may read is warned of', () => {
    const warned = warnOfKeyFile(FILE, { uid: 0, gid: POS_GROUP, mode: 0o100640 }, AGENT);
    expect(warned).toMatchObject([{ code: 'key.readableByGroup', values: { gid: POS_GROUP } }]);
    expect(warnOfKeyFile(FILE, { uid: 0, gid: AGENT.gid, mode: 0o100640 }, AGENT)).toEqual([]);
    expect(warnOfKeyFile(FILE, { uid: 0, gid: POS_GROUP, mode: 0o100600 }, AGENT)).toEqual([]);
  });

  it('of root that something beside root may read, as an ACL shows it, is warned of by an agent that is root', () => {
    const warned = warnOfKeyFile(FILE, { ...ROOT, mode: 0o100640 }, ROOT);
    expect(warned).toMatchObject([{ code: 'key.readableByGroup', values: { command: `chmod 600 ${FILE}` } }]);
    expect(warnOfKeyFile(FILE, { uid: 0, gid: AGENT.gid, mode: 0o100640 }, ROOT)).toEqual([]);
  });

  it('and a settings file have no such rights on Windows', () => {
    const rights = { uid: 0, gid: 0, mode: 0o100666 };
    expect([judgeKeyFile(FILE, rights, undefined), judgeSettingsFile(FILE, rights, undefined)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
