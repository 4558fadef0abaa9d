import { useState } from "react";
import { useToast } from "../../ui/Toasts";
import { TypeTheName } from "../../ui/TypeTheName";

export function TypeTheNamePage() {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className="danger" onClick={() => setOpen(true)}>
        Erase Ana
      </button>
      {open && (
        <TypeTheName
          title="Erase Ana Torres?"
          name="Ana Torres"
          what="person"
          verb="Erase for good"
          onClose={() => setOpen(false)}
          onConfirm={() => {
            setOpen(false);
            toast({ tone: "ok", words: "Erased." });
          }}
        >
          Name, numbers and addresses go everywhere. The evidence stays valid and names nobody.
        </TypeTheName>
      )}
    </div>
  );
}
