/**
 * Owns: the other end of a measurement: a process that answers `purchaseRegisterBatch` at once and notes when
 * each receipt arrived. It validates nothing, so that what is measured is the sender.
 * Its parent talks to it over IPC: `{reset}` forgets, `{report}` answers `{arrivals: [[extId, ms], …], calls}`.
 */
import { createServer } from 'node:http';
import { z } from 'zod';

const callSchema = z.object({
  id: z.string(),
  method: z.string(),
  params: z.object({ receipts: z.array(z.object({ extId: z.string() })).optional() }),
});

let arrivals: [string, number][] = [];
let calls = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const atMs = performance.timeOrigin + performance.now();
    const call = callSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const receipts = call.params.receipts ?? [];
    calls += 1;
    for (const receipt of receipts) arrivals.push([receipt.extId, atMs]);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: { count: receipts.length } }));
  });
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('sink: no port');
  process.send?.({ port: address.port });
});

process.on('message', (message) => {
  if (message === 'reset') {
    arrivals = [];
    calls = 0;
    process.send?.({ reset: true });
  } else if (message === 'count') process.send?.({ count: arrivals.length });
  else if (message === 'report') process.send?.({ arrivals, calls });
});
process.on('disconnect', () => process.exit(0));
