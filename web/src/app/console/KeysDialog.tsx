import { Dialog } from "../../ui/Dialog";
import type { Place } from "./places";

/** The keys of the desk. */
export function KeysDialog(props: { places: readonly Place[]; mayManage: boolean; onClose: () => void }) {
  const keys: [string[], string][] = [
    [["Ctrl", "K"], "Search for everything"],
    [["/"], "Search in this list"],
    ...props.places.map((place): [string[], string] => [["g", place.key], place.name]),
    ...(props.mayManage ? [[["g", "m"], "Manage"] as [string[], string]] : []),
    [["↑", "↓"], "Move in a list; j and k do the same"],
    [["Enter"], "Open"],
    [["v"], "Verify, on a row of contacts or tickets"],
    [["r"], "Answer, in a conversation"],
    [["Esc"], "Close, and back to the list"],
    [["?"], "These keys"],
  ];
  return (
    <Dialog title="Keys" onClose={props.onClose}>
      <dl className="keys">
        {keys.map(([names, what]) => (
          <div key={what} className="row">
            <dt className="grow">{what}</dt>
            <dd>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
