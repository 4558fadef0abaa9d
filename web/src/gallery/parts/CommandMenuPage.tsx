import { useState } from "react";
import { CommandMenu } from "../../ui/CommandMenu";
import { useToast } from "../../ui/Toasts";

const people = ["Ana Torres", "Ben Okafor", "Chiara Rossi"];
const screens = ["Contacts", "Tickets", "Verifications"];

export function CommandMenuPage() {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const fits = (name: string) => name.toLowerCase().includes(text.toLowerCase());
  const command = (name: string) => ({
    key: name,
    name,
    note: "Northwind",
    onChoose: () => toast({ tone: "ok", words: `${name} opened` }),
  });
  return (
    <div>
      <button type="button" onClick={() => setOpen(true)}>
        Search
      </button>
      {open && (
        <CommandMenu
          label="Find anything"
          text={text}
          onText={setText}
          busy={false}
          none="Nothing fits."
          groups={[
            { heading: "People", commands: people.filter(fits).map(command) },
            { heading: "Screens", commands: screens.filter(fits).map(command) },
          ]}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
