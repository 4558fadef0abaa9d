import { Component, type ReactNode } from "react";
import { Empty } from "./Empty";

/** When a page of ours breaks: the verification itself is safe on the server, and that is what people need to hear. */
export function ErrorScreen() {
  return (
    <Empty
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

/** Shows ErrorScreen in place of whatever broke within. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <ErrorScreen /> : this.props.children;
  }
}
