/**
 * Owns: reading a stream of server-sent events to its end. Promises: one call per event with its data; comments and
 * other fields are passed over; an event is never larger than the limit. Ends by returning when the stream ends.
 */

/** A snapshot is some 10 kB; anything near this is not one. */
const EVENT_LENGTH_MAX = 4_000_000;

export async function readEventStream(
  body: ReadableStream<Uint8Array>,
  onData: (data: string) => void,
  /** Called for every piece that arrives, comments too: the other side lives. */
  onPiece: () => void,
): Promise<void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onPiece();
    const events = (rest + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n').split('\n\n');
    rest = events.pop() ?? '';
    if (rest.length > EVENT_LENGTH_MAX) throw new Error('the event is too large');
    for (const event of events) {
      const data = dataOf(event);
      if (data !== '') onData(data);
    }
  }
}

function dataOf(event: string): string {
  return event
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n');
}
