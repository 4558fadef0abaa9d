import { useState } from "react";
import { useToast } from "../../ui/Toasts";

export function UndoToastPage() {
  const toast = useToast();
  const [active, setActive] = useState(true);
  return (
    <div className="row">
      <button
        type="button"
        onClick={() => {
          setActive(false);
          toast({ tone: "ok", words: "Sam Rivera can no longer sign in.", undo: () => setActive(true) });
        }}
      >
        Disable Sam
      </button>
      <span>Sam is {active ? "active" : "disabled"}</span>
    </div>
  );
}
