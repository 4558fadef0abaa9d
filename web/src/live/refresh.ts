import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys";
import type { Contact } from "../api/types";

type Lists = InfiniteData<{ items: Contact[]; next_cursor?: string }>;

/**
 * Updates one changed contact wherever it is shown, without reading a list of hundreds again. An event that arrives
 * during the read causes one more read, because the first may have come too early.
 */
export function contactRefresher(client: QueryClient, read: (id: string) => Promise<Contact>): (id: string) => void {
  const again = new Map<string, boolean>();
  const run = async (id: string) => {
    again.set(id, false);
    try {
      const contact = await read(id);
      client.setQueryData(keys.contact(id), contact);
      client.setQueriesData<Lists>({ queryKey: keys.contacts }, (list) => list && withContact(list, contact));
    } catch {
      void client.invalidateQueries({ queryKey: keys.contact(id) });
    } finally {
      const repeat = again.get(id);
      again.delete(id);
      if (repeat) void run(id);
    }
  };
  return (id) => {
    if (again.has(id)) again.set(id, true);
    else if (isShown(client, id)) void run(id);
  };
}

function isShown(client: QueryClient, id: string): boolean {
  if (client.getQueryData(keys.contact(id))) return true;
  return client
    .getQueriesData<Lists>({ queryKey: keys.contacts })
    .some(([, list]) => list?.pages.some((page) => page.items.some((item) => item.id === id)));
}

function withContact(list: Lists, contact: Contact): Lists {
  return {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === contact.id ? contact : item)),
    })),
  };
}

/**
 * Reads again what is shown under a key. A first read that is under way is not cancelled, and may have come too early:
 * it is read once more when it is done.
 */
export async function readAgain(client: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  const early = client
    .getQueryCache()
    .findAll({ queryKey })
    .some(({ state }) => state.fetchStatus === "fetching" && state.data === undefined);
  await client.invalidateQueries({ queryKey });
  if (early) await client.invalidateQueries({ queryKey });
}

/** Runs at once, and then at most once per `milliseconds`. */
export function throttled(work: () => void, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = false;
  const cool = () => {
    timer = undefined;
    if (waiting) run();
  };
  const run = () => {
    waiting = false;
    timer = setTimeout(cool, milliseconds);
    work();
  };
  return () => {
    if (timer === undefined) run();
    else waiting = true;
  };
}
