import { Empty } from "../../ui/Empty";

export function NotFound() {
  return (
    <Empty
      title="There is nothing at this address"
      action={
        <a className="button" href="/contacts">
          Go to contacts
        </a>
      }
    >
      The link may be old, or a letter is missing.
    </Empty>
  );
}
