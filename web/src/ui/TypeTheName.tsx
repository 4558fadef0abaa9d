import { type ReactNode, useState } from "react";
import { Dialog } from "./Dialog";
import { TextField } from "./Field";
import { Form } from "./Form";

/** Asks for the name of what is lost for good. For acts that nothing undoes; all others offer Undo instead of asking. */
export function TypeTheName(props: {
  title: string;
  /** What has to be typed. Case and spaces around it do not matter. */
  name: string;
  /** What it is the name of: "person". */
  what: string;
  verb: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const right = sameName(typed, props.name);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div>{props.children}</div>
      <Form
        className="stack wide"
        onSubmit={() => {
          setTried(true);
          if (right && !props.busy) props.onConfirm();
        }}
      >
        <TextField
          label={`Type the name of the ${props.what}: ${props.name}`}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          error={tried && !right ? "That is not the name." : undefined}
          value={typed}
          onChange={setTyped}
        />
        <div className="actions">
          <button type="button" className="quiet" onClick={props.onClose}>
            Keep it as it is
          </button>
          <button type="submit" className="danger" disabled={props.busy}>
            {props.verb}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Equal but for case, kinds of spaces, and spaces around. */
export function sameName(typed: string, name: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, " ").normalize("NFC").toLocaleLowerCase();
  return plain(typed) === plain(name);
}
