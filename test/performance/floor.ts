/**
 * Owns: the least that a durable integration can do, measured beside ours: no validation, no order, no identity,
 * no archive of its own, no retry. It watches a folder, commits each slice of files to SQLite with a full sync,
 * posts it, deletes the files. `FLOOR_DURABLE=0` leaves out the commit.
 *
 * node floor.ts FOLDER URL DATABASE
 */
import { readdirSync, readFileSync, unlinkSync, watch } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [folder = '', url = '', databasePath = ''] = process.argv.slice(2);
const durable = process.env['FLOOR_DURABLE'] !== '0';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const database = new DatabaseSync(databasePath);
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS sent (body TEXT)',
);
const insert = database.prepare('INSERT INTO sent (body) VALUES (?)');
let busy = false;
let again = false;

function post(bodies: readonly string[]): Promise<void> {
  const text = `{"jsonrpc":"2.0","id":"1","method":"purchaseRegisterBatch","params":{"receipts":[${bodies.join(',')}]}}`;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-length': Buffer.byteLength(text) },
    });
    call.on('response', (response) => response.resume().on('end', resolve));
    call.on('error', reject);
    call.end(text);
  });
}

async function drain(): Promise<void> {
  again = true;
  if (busy) return;
  busy = true;
  while (takeTurn()) {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    for (let from = 0; from < names.length; from += 100) await send(names.slice(from, from + 100));
  }
  busy = false;
}

function takeTurn(): boolean {
  const turn = again;
  again = false;
  return turn;
}

async function send(names: readonly string[]): Promise<void> {
  const bodies = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  if (durable) {
    database.exec('BEGIN');
    for (const body of bodies) insert.run(body);
    database.exec('COMMIT');
  }
  await post(bodies);
  for (const name of names) unlinkSync(join(folder, name));
}

watch(folder, () => void drain());
void drain();
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
