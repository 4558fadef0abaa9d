import { Component, type ReactNode } from "react";
import { Empty } from "./Empty";

/** What a person sees when a screen throws. The verification is safe on the server, and the text says so. */
export function ErrorScreen() {
  return (
    <Empty
      whole
      title="This page broke"
      action={
        <button type="button" onClick={() => window.location.reload()}>
          Load it again
        </button>
      }
    >
      That is our mistake. Nothing you did is lost: a verification that is open stays open.
    </Empty>
  );
}

/** Shows ErrorScreen in place of the children when one of them throws while it renders. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <ErrorScreen /> : this.props.children;
  }
}
