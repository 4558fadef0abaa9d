import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A ticket system's page on another site, which frames the pod. Localhost and 127.0.0.1 are different sites to a browser. */
export async function otherSite(
  podUrl: string,
  size: { width: number; height: number },
  around: { script?: string; host?: string } = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const host = around.host ?? (new URL(podUrl).hostname === "localhost" ? "127.0.0.1" : "localhost");
  const page = [
    '<!doctype html><html lang="en"><title>Ticket 48213</title>',
    `<script>${around.script ?? ""}</script><style>body{margin:0;background:#556}</style>`,
    `<iframe name="pod" title="Countersign" src="${podUrl.replaceAll("&", "&amp;")}"`,
    ` width="${size.width}" height="${size.height}" style="border:0"></iframe></html>`,
  ].join("");
  const server: Server = createServer((request, answer) => {
    if (request.url !== "/") return answer.writeHead(204).end();
    answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(page);
  });
  await new Promise<void>((done) => server.listen(0, host, done));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
