import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AGENT_UID,
  asPos,
  mayRunAsAgent,
  NEEDS_ROOT,
  openTempFolder,
  POS_GID,
  POS_UID,
} from '../support/other-user.ts';
import { NEEDS } from '../support/only-where-words.ts';
import { removeTempFolders } from '../support/temp-folder.ts';

const SCRIPT = join(import.meta.dirname, '../support/open-border.ts');

afterEach(removeTempFolders);

const problems = z.array(z.object({ code: z.string(), values: z.record(z.string(), z.unknown()) }));

interface Opening {
  readonly path: string;
  readonly umask: string;
  /** Primary group of the agent. */
  readonly group: number;
}

/** Opens the folder as an agent that is neither root nor the POS; answers what it told. */
function openAsAgent({ path, umask, group }: Opening): z.output<typeof problems> {
  const dataDir = join(path, '..', 'data');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chownSync(dataDir, AGENT_UID, group);
  const printed = execFileSync(process.execPath, [SCRIPT, path, dataDir, umask], {
    uid: AGENT_UID,
    gid: group,
    cwd: '/',
    encoding: 'utf8',
  });
  return problems.parse(JSON.parse(printed));
}

const able = mayRunAsAgent(SCRIPT);
const why = able ? '' : NEEDS_ROOT || `${NEEDS}sources that other users can read`;

/** Octal mode and owners, as `1770 2002:2100`. */
function rights(path: string): string {
  const { mode, uid, gid } = statSync(path);
  return `${(mode & 0o7777).toString(8).padStart(4, '0')} ${uid}:${gid}`;
}

function layDrop(mode: number, owner = AGENT_UID): string {
  const drop = join(openTempFolder(), 'drop');
  mkdirSync(drop);
  chownSync(drop, owner, POS_GID);
  chmodSync(drop, mode);
  return drop;
}

describe.skipIf(!able).each(['022', '077', '000'])(`under umask %s${why}`, (umask) => {
  it('the documented layout is made by the agent itself, and the POS can use it', () => {
    const path = layDrop(0o770);
    expect(openAsAgent({ path, umask, group: POS_GID })).toEqual([]);
    expect(rights(path)).toBe(`1770 ${AGENT_UID}:${POS_GID}`);
    expect(rights(join(path, 'tmp'))).toBe(`1770 ${AGENT_UID}:${POS_GID}`);
    expect(rights(join(path, 'archive'))).toBe(`0700 ${AGENT_UID}:${POS_GID}`);
    expect(rights(join(path, 'rejected'))).toBe(`2750 ${AGENT_UID}:${POS_GID}`);
    expect(asPos(path, 'echo 1 > tmp/1.json && mv tmp/1.json 1.json && ls rejected')).toBe('');
  });

  it('a folder that is missing is made with it', () => {
    const base = openTempFolder();
    chownSync(base, AGENT_UID, POS_GID);
    const path = join(base, 'drop');
    expect(openAsAgent({ path, umask, group: POS_GID })).toEqual([]);
    expect(rights(path)).toBe(`1770 ${AGENT_UID}:${POS_GID}`);
  });

  it('folders of an older version are narrowed', () => {
    const path = layDrop(0o2770);
    for (const name of ['tmp', 'archive', 'rejected']) {
      mkdirSync(join(path, name));
      chownSync(join(path, name), AGENT_UID, POS_GID);
      chmodSync(join(path, name), 0o770);
    }
    expect(openAsAgent({ path, umask, group: POS_GID })).toEqual([]);
    expect(['', 'tmp', 'archive', 'rejected'].map((name) => rights(join(path, name)).slice(0, 4))).toEqual([
      '3770',
      '1770',
      '0700',
      '2750',
    ]);
  });
});

describe.skipIf(!able)(`an agent that is not in the group of the folder${why}`, () => {
  it('tells the commands that set what it may not set, and starts', () => {
    const path = layDrop(0o770);
    const told = openAsAgent({ path, umask: '022', group: AGENT_UID });
    expect(told.map(({ code, values }) => [code, values['command']])).toEqual([
      ['folder.rightsNotSet', `chgrp ${POS_GID} ${path}/tmp && chmod 1770 ${path}/tmp`],
      ['folder.rightsNotSet', `chgrp ${POS_GID} ${path}/rejected && chmod 2750 ${path}/rejected`],
    ]);
    for (const { values } of told) execFileSync('/bin/sh', ['-c', String(values['command'])]);
    expect(openAsAgent({ path, umask: '022', group: AGENT_UID })).toEqual([]);
  });
});

describe.skipIf(!able)(`rights that somebody else set${why}`, () => {
  it.each([
    ['for anyone', 0o777, AGENT_UID, 'folder.worldWritable', '1777'],
    ['for nobody else', 0o750, AGENT_UID, undefined, '0750'],
  ])('%s', (_what, mode, owner, code, after) => {
    const path = layDrop(mode, owner);
    const told = openAsAgent({ path, umask: '022', group: POS_GID });
    expect(told.map((each) => each.code)).toEqual(code === undefined ? [] : [code]);
    expect(rights(path).slice(0, 4)).toBe(after);
  });

  it.each(['archive', 'rejected', 'tmp'])(
    'a subfolder %s of the POS stops the folder and is left alone',
    (name) => {
      const path = layDrop(0o770);
      asPos(path, `mkdir -m 2777 ${name}`);
      const told = openAsAgent({ path, umask: '022', group: POS_GID });
      expect(told).toMatchObject([
        {
          code: 'folder.subfolderOwner',
          values: { owner: POS_UID, command: `mv -T ${path}/${name} ${path}/${name}.foreign` },
        },
      ]);
      expect(rights(join(path, name))).toBe(`2777 ${POS_UID}:${POS_GID}`);
    },
  );
});
