/** Owns: settings as they may stand on a screen: without a proxy's credentials and without the PIN. Pure. */
import type { Settings } from '../../settings/schema.ts';

const HIDDEN = '***';
/** Its `@` stands where no address has one: what it hides nobody knows. */
const NO_ADDRESS = { protocol: '', username: '', password: '', host: '' };
const HIDDEN_PIN = '****';

/** The password of a proxy and the PIN are nobody's business on a screen. */
export function hideSecrets(settings: Settings): Settings {
  const { api, widget } = settings;
  return {
    ...settings,
    api: { ...api, proxy: hideCredentials(api.proxy) },
    widget: {
      ...widget,
      ...(widget.pin !== undefined && { pin: HIDDEN_PIN }),
      ...(widget.pinHash !== undefined && { pinHash: HIDDEN_PIN }),
    },
  };
}

/** `http://***@proxy:3128`; read as an address is read, so that an `@` in a password ends nothing. */
function hideCredentials(proxy: string): string {
  if (!proxy.includes('@')) return proxy;
  const { protocol, username, password, host } = URL.canParse(proxy) ? new URL(proxy) : NO_ADDRESS;
  return username === '' && password === '' ? HIDDEN : `${protocol}//${HIDDEN}@${host}`;
}
