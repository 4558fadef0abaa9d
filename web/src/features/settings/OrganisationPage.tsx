import type { ComponentProps, ReactNode } from "react";
import { LoadError } from "../../api/LoadError";
import { useFirstReads } from "../../api/useFirstReads";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";

interface Props<T> {
  title: string;
  says: string;
  query: ComponentProps<typeof LoadError>["query"] & { data: T | undefined; isError: boolean };
  children: (data: T) => ReactNode;
}

/** The frame of a page of Organisation: its name, what it holds, and its form once that is loaded. */
export function OrganisationPage<T>({ title, says, query, children }: Props<T>) {
  useTitle(title);
  const known = useFirstReads(query.data !== undefined);
  return (
    <div className="screen narrow">
      <header>
        <h1>{title}</h1>
      </header>
      <p className="screen-says">{says}</p>
      {query.isError ? (
        <div className="card">
          <LoadError query={query} />
        </div>
      ) : query.data === undefined ? (
        <div className="card pad">
          <Skeleton lines={6} />
        </div>
      ) : (
        <div className={`stack wide${known ? "" : " not-yet"}`}>{children(query.data)}</div>
      )}
    </div>
  );
}
