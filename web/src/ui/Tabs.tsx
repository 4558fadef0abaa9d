import { type KeyboardEvent, type ReactNode, useId } from "react";
import "./Tabs.css";

/** The tabs of a place of work. Each is a link with an address of its own, and the browser marks the current one. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="tabs" aria-label={label}>
      {children}
    </nav>
  );
}

export interface Tab {
  key: string;
  label: ReactNode;
  panel: ReactNode;
}

/** Views of one thing, of which one is shown. Arrow keys, Home and End change it (ARIA tabs, automatic activation). */
export function Tabs(props: { label: string; tabs: readonly Tab[]; chosen: string; onChoose: (key: string) => void }) {
  const { tabs, chosen, onChoose } = props;
  const id = useId();
  const at = Math.max(
    0,
    tabs.findIndex((tab) => tab.key === chosen),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = next === undefined ? undefined : tabs[(next + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    onChoose(tab.key);
    document.getElementById(`${id}-${tab.key}`)?.focus();
  };
  return (
    <div className="stack">
      <div className="tabs" role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
        {tabs.map((tab, index) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onChoose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel may hold nothing that takes the focus, and Tab has to reach it (ARIA tabs) */}
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tabs[at]?.key}`} tabIndex={0}>
        {tabs[at]?.panel}
      </div>
    </div>
  );
}
