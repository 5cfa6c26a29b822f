/** Owns: handing a text to the browser as a file. A blob's address is no connection: every content policy allows it. */
const KEPT_MS = 60_000;

export function saveTextFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click; when, it does not say.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
