/**
 * Owns: a real little CONNECT proxy, which carries every tunnel to one port of loopback.
 */
import http from 'node:http';
import net from 'node:net';
import { listen } from './small-servers.ts';

export interface ConnectProxy {
  readonly address: string;
  /** `host:port` and credentials of every CONNECT. */
  readonly asked: { readonly target: string; readonly auth: string | undefined }[];
}

/** `refuse`: the status that CONNECT is answered with instead of a tunnel; `hang`: it is not answered. */
export async function startConnectProxy(
  targetPort: number,
  { refuse, hang = false }: { readonly refuse?: number; readonly hang?: boolean } = {},
): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const server = http.createServer((_request, response) => response.writeHead(400).end());
  server.on('connect', (request, near) => {
    asked.push({ target: request.url ?? '', auth: request.headers['proxy-authorization'] });
    near.on('error', () => undefined);
    if (hang) return;
    if (refuse !== undefined) {
      near.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const far = net.connect(targetPort, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
  });
  const port = await listen(server);
  return { address: `127.0.0.1:${port}`, asked };
}
