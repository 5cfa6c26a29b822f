/**
 * Owns: the one cookie of the screens. Pure.
 * A browser tells cookies of 127.0.0.1 to every port of the machine: whoever serves pages there to the same
 * browser sees it. A till's browser is in kiosk mode and opens our address alone.
 */
const NAME = 'heado-till';
/** Longer headers are none of a screen's. */
const HEADER_LENGTH_MAX = 4_096;

/** The secrets that a request brings under our name; more than one where ports were changed. */
export function readCookies(header: string | undefined): readonly string[] {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return [];
  return header.split(';').flatMap((part) => {
    const [name, value] = part.split('=');
    return name?.trim() === NAME && value !== undefined ? [value.trim()] : [];
  });
}

export function setCookie(secret: string, lifeMs: number): string {
  return `${NAME}=${secret}; Max-Age=${Math.floor(lifeMs / 1_000)}; Path=/; HttpOnly; SameSite=Strict`;
}
