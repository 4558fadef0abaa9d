import { Skeleton } from "../../ui/Skeleton";

/** The pod while it is not known yet what it shows. */
export function PodLoading() {
  return (
    <main className="pod" aria-busy="true">
      <h1 className="hidden-text">Who is calling</h1>
      <Skeleton lines={6} />
    </main>
  );
}
