import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createFakeClock } from '../../support/fake-clock.ts';
import { waitFor } from '../../support/wait-for.ts';
import { layFolder, leaveFolders } from './till-folder.ts';

afterEach(() => leaveFolders());

it('a broken file is rejected as soon as the watcher tells of its temporary name, also after it was read', async () => {
  const folder = layFolder({ clock: createFakeClock(Date.now()) });
  folder.intake.start();
  folder.write('c.json', '{"half":: }');
  await folder.lookAgain();
  expect(folder.state().problems.map(({ code }) => code)).toEqual(['file.unreadableSoFar']);
  const temporary = join(folder.path, '.c.json.tmp');
  await waitFor('it is rejected, and no time has passed', async () => {
    // The watcher may miss what lives for so short a time, but not for ever.
    writeFileSync(temporary, '');
    rmSync(temporary);
    await folder.lookAgain();
    return folder.names('rejected').includes('c.json');
  });
});
