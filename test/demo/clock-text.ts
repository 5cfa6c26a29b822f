/** Owns: the demo shop's wall clock. */

/** The demo's shop keeps the machine's own zone, so that its day is the reader's. */
export const demoZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `YYYY-MM-DDThh:mm:ss` local. */
export function localClock(at = new Date()): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: demoZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return parts.replace(' ', 'T');
}

/** `hh:mm:ss.mmm` for the story. */
export function storyClock(at = new Date()): string {
  return `${localClock(at).slice(11)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
