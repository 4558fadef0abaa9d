/** The part of a paged query that the button needs. */
interface Pages {
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Loads the next page of a list; nothing where the list is complete. */
export function MoreButton({ list }: { list: Pages }) {
  if (!list.hasNextPage) return null;
  return (
    <div className="list-more">
      <button type="button" className="quiet" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? "Loading" : "More"}
      </button>
    </div>
  );
}
